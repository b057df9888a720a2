/** Preloaded by the curve measurement: a machine on which `secp256k1` is not installed, so that everything runs on wasm. */
import Module from 'node:module';

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => {
  if (request.startsWith('secp256k1/')) throw new Error(`${request} is switched off`);
  return resolveFilename(request, ...rest);
};
