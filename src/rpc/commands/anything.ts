/** A parameter that is accepted whatever it is, because nothing here depends on it. */
import type { ParamParser } from '../param-types.ts';

export const anything: ParamParser<string> = (_name, token) => ({ value: token.raw });
