/**
 * A process that appends to the journal in its first argument until it is killed. Each turn appends three records and a
 * row with the position it reached; each durable position is printed on a line.
 */
import { writeSync } from 'node:fs';
import { openLevelJournal } from '../../src/journal/level.ts';
import { told } from './support.ts';

/** A writer nobody kills ends here. */
const MAX_TURNS = 200_000;

const journal = await openLevelJournal({ dir: process.argv[2] as string });
journal.onDurable((position) => writeSync(1, `${position}\n`));
for (let turn = 0; turn < MAX_TURNS; turn++) {
  for (let index = 0; index < 3; index++) journal.append(told(`toy/${turn % 5}`));
  journal.putRow({ key: 'end', value: journal.position });
  await new Promise(setImmediate);
}
await journal.close();
