/** One section of the benchmarks in a process of its own, so that none warms or fills the memory of another. Prints JSON. */
import { getroute } from './getroute.ts';
import { listings } from './listings.ts';
import { memory } from './memory.ts';
import { opening } from './opening.ts';
import { engineOnly, payments } from './payments.ts';
import type { Section } from './row.ts';

const SECTIONS: Readonly<Record<string, Section>> = { payments, engineOnly, getroute, opening, listings, memory };

const [name = '', ...words] = process.argv.slice(2);
const section = SECTIONS[name];
if (section === undefined) throw new Error(`no section "${name}"; there are ${Object.keys(SECTIONS).join(', ')}`);
process.stdout.write(JSON.stringify(await section({ quick: words.includes('--quick') })));
