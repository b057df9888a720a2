/** The package itself: where its files are and which version it has. */
export { exampleNetworkPath, packageRoot, packageVersion } from '../rpc/package-files.ts';
