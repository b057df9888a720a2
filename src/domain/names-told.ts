/** The names there are, for a refusal of one that is none. */

/** More would tell nobody anything: networks have thousands. */
const MOST = 20;

export function namesTold(nodes: readonly { readonly id: string; readonly alias?: string }[]): string {
  const names = nodes.slice(0, MOST).map(({ id, alias }) => alias ?? id);
  return nodes.length > MOST ? `${names.join(', ')} and ${nodes.length - MOST} more` : names.join(', ');
}
