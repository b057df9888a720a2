/** Circles in a directed graph: its strongly connected components of more than one node (Tarjan's algorithm). */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** Each circle's members in order; none if the graph has no circle. */
export function circlesOf(arrows: readonly Arrow[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of arrows) next.set(from, [...(next.get(from) ?? []), to]);
  const found: string[][] = [];
  const numbers = new Map<string, number>();
  const path: string[] = [];
  const visit = (node: string): number => {
    const number = numbers.size;
    numbers.set(node, number);
    let low = number;
    path.push(node);
    for (const to of next.get(node) ?? []) {
      if (!numbers.has(to)) low = Math.min(low, visit(to));
      else if (path.includes(to)) low = Math.min(low, numbers.get(to) as number);
    }
    if (low === number) {
      const circle = path.splice(path.indexOf(node));
      if (circle.length > 1) found.push(circle.sort());
    }
    return low;
  };
  for (const node of next.keys()) if (!numbers.has(node)) visit(node);
  return found;
}
