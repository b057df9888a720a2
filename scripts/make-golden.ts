/**
 * `npm run golden -- 0.2.0`: makes the golden logs and the golden database of a release, before it goes out.
 *
 * The logs come out the same on every run (virtual clock, seeded randomness). A folder of a release that is out is never
 * made again: then its test would only say that this program reads what it writes itself.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLevelJournal } from '../src/journal/level.ts';
import { packDatabase, writeGolden } from '../test/golden/golden.ts';
import { toldOutsideStory } from '../test/golden/outside-story.ts';
import { inMemory, onDisk, toldStory } from '../test/golden/stage.ts';
import { tellShortStory, tellStory } from '../test/golden/story.ts';

const [version] = process.argv.slice(2);
if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version)) {
  process.stderr.write('usage: npm run golden -- <version of the release>\n');
  process.exit(2);
}
const release = `v${version}`;
await writeGolden(release, 'network', await toldStory(inMemory(), tellStory));
await writeGolden(release, 'outside', await toldOutsideStory());
const dir = mkdtempSync(join(tmpdir(), 'sendpay-golden-'));
try {
  await (
    await toldStory(
      onDisk(() => openLevelJournal({ dir })),
      tellShortStory,
    )
  ).close();
  packDatabase(release, dir);
} finally {
  rmSync(dir, { recursive: true });
}
process.stdout.write(`test/golden/${release} was made\n`);
