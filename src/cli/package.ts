/** The package itself: where its files are and which version it has. */
export { packageRoot, packageVersion } from '../rpc/package-files.ts';
