/** The driver for plain node, which cannot load TypeScript: `node replay.mjs --driver scripts/conformance-driver.mjs …`. */
import { register } from 'tsx/esm/api';

register();
const { default: start } = await import('./conformance-driver.ts');
export default start;
