/** Preloaded by the engine-only measurement: modules that ask for the Sphinx onion get the stand-in beside this file. */
import { register } from 'node:module';

register('./hook.mjs', import.meta.url);
