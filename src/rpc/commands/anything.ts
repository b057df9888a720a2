/** A parameter that is accepted whatever it is, because nothing here depends on it. */
import type { JsonValue } from '../json-value.ts';
import type { ParamParser } from '../param-types.ts';

export const anything: ParamParser<string, JsonValue> = (_name, token) => ({ value: token.raw });
