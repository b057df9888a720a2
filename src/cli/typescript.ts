/**
 * Lets a person name a module in TypeScript on the command line.
 *
 * In a clone the command runs from its source and tsx is at work already. An installed package does not bring tsx: it is
 * used if the project has it, else Node itself is asked (22.18 and newer strip types), else the person is told. Nothing
 * here compiles anything.
 */
import { CannotAsk } from './exit-codes.ts';

/** To be called before `file` is imported. Throws CannotAsk if it is TypeScript that nothing here can load. */
export async function understandTypeScript(file: string): Promise<void> {
  if (!/\.[cm]?tsx?$/.test(file) || import.meta.url.endsWith('.ts')) return;
  try {
    const { register } = await import('tsx/esm/api');
    register();
  } catch (cause) {
    if ((process.features as { readonly typescript?: unknown }).typescript) return;
    throw new CannotAsk(
      `${file} is TypeScript, and nothing here can load it: npm install --save-dev tsx, or name a compiled file`,
      { cause },
    );
  }
}
