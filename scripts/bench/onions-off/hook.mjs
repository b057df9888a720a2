/** Module hook: `src/bolt/sphinx.ts` becomes `sphinx.ts` of this folder. Everything else resolves as always. */
const STAND_IN = new URL('./sphinx.ts', import.meta.url).href;

export async function resolve(specifier, context, nextResolve) {
  const resolved = await nextResolve(specifier, context);
  return /\/src\/bolt\/sphinx\.[jt]s/.test(resolved.url) && context.parentURL !== STAND_IN
    ? { ...resolved, url: STAND_IN }
    : resolved;
}
