/**
 * TypeScript source as the compiler's syntax trees. Only syntax: no library, no imports, no types, so a file takes milliseconds.
 * The compiler calls this API unstable; nothing else here touches it but `operators.ts`. Its server may say "context canceled" when
 * it is told to end: nothing is lost.
 */
import type { SourceFile } from 'typescript/unstable/ast';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import { API } from 'typescript/unstable/sync';

const FOLDER = '/mutated';
const OPTIONS = { noLib: true, noResolve: true, types: [], allowImportingTsExtensions: true, noEmit: true };

/** What `look` makes of each file's tree, by name. */
export function parsed<T>(
  texts: ReadonlyMap<string, string>,
  look: (tree: SourceFile, name: string) => T,
): ReadonlyMap<string, T> {
  const names = [...texts.keys()];
  const config = `${FOLDER}/tsconfig.json`;
  const files: Record<string, string> = { [config]: JSON.stringify({ compilerOptions: OPTIONS, files: names }) };
  for (const [name, text] of texts) files[`${FOLDER}/${name}`] = text;
  const api = new API({ cwd: FOLDER, fs: createVirtualFileSystem(files) });
  try {
    const program = api.updateSnapshot({ openProjects: [config] }).getProjects()[0]?.program;
    const seen = names.map((name): [string, T] => {
      const tree = program?.getSourceFile(`${FOLDER}/${name}`);
      if (tree === undefined) throw new Error(`${name} could not be read as TypeScript`);
      return [name, look(tree, name)];
    });
    return new Map(seen);
  } finally {
    api.close();
  }
}
