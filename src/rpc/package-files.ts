/** Files and facts of the package itself. Source and built program look upwards for package.json. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version;
}

/**
 * The network used when none is given. It stays beside the source, which the package ships for its maps, and is read from
 * there by the built program too.
 */
export function exampleNetworkPath(): string {
  return join(packageRoot(), 'src', 'graph', 'example-network.json');
}
