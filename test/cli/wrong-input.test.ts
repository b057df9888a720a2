/** Whatever is typed wrong, or lies in the way: one line that names it, exit status 2, and never a stack. */
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, is, match, not, ok } from 'uvu/assert';
import { journalDir } from '../../src/cli/data-dir.ts';
import { openLevelJournal } from '../../src/journal/level.ts';
import { fill } from '../journal/support.ts';
import { suite } from '../support/suite.ts';
import { inFolder, sendpay, up, writeLine } from './support.ts';

const test = suite('wrong input on the command line');

const HASH = 'a'.repeat(64);
/** Words, with `@` for a folder of the test, and what the line must say. */
const WRONG: readonly (readonly [words: string, says: RegExp])[] = [
  ['up --dir @/file --node alice', /a file is where a folder must be.*SENDPAY_FILE_PATH/],
  ['up --dir @/file/below --node alice', /SENDPAY_FILE_PATH/],
  ['up --dir  --node alice', /--dir.*must not be empty/],
  ['up --dir @/new --node nobody', /SENDPAY_UNKNOWN_NODE/],
  ['up --dir @/new --network @/nowhere --node A', /SENDPAY_NETWORK_FILE/],
  ['up --dir @/new --network @/bytes --node A', /SENDPAY_NETWORK_FILE/],
  ['up --dir @/new --network @/empty --node A', /SENDPAY_NETWORK_FILE/],
  ['up --dir @/new --node alice --latency -1', /--latency.*whole number/],
  ['up --dir @/new --node alice --latency 1.5', /--latency.*whole number/],
  ['up --dir @/new --node alice --mpp-timeout x', /--mpp-timeout.*whole number/],
  ['up --dir @/new --node alice --half-life x', /--half-life.*whole number/],
  ['up --dir @/new --node alice --inspect 65536', /--inspect.*at most 65535/],
  ['log @/file', /there is no sendpay database/],
  ['log @/new --from x', /--from.*whole number/],
  ['log @/new --from -1', /--from.*whole number/],
  ['log @/new --import @/nowhere', /there is no file/],
  ['log @/new --import @/empty', /a folder is where a file must be/],
  ['log @/new --import @/bytes', /SENDPAY_IMPORT/],
  ['log @/new --import @/file', /SENDPAY_IMPORT/],
  ['verify @/file', /there is no sendpay database/],
  ['verify @/nowhere', /there is no sendpay database/],
  [`show ${HASH} --at 22:26:55`, /--at.*22:26:55.*whole number/],
  [`show ${HASH} --dir @/file`, /there is no sendpay database/],
  ['show zz', /not a payment_hash/],
  ['whatif --dir @/new --penalty half-life=1m --from x', /--from.*whole number/],
  ['whatif --dir @/file --penalty half-life=1m', /there is no sendpay database/],
  ['whatif --dir @/file --penalty half-life=x', /half-life=DURATION/],
  ['call getinfo --dir @/file', /a file is where a folder must be/],
  ['call getinfo --rpc-file @/nowhere', /no daemon listens/],
  ['testrun @/bytes --against engine', /not a test plan/],
  ['testrun @/nowhere --against engine', /nowhere/],
];

/** Settings no daemon wrote, and what is wrong with them. */
const SETTINGS: readonly (readonly [text: string, says: RegExp])[] = [
  ['[]', /must be an object/],
  ['null', /must be an object/],
  ['garbage', /cannot be read/],
  ['{}', /"nodes" must be a list/],
  ['{"nodes":"x"}', /"nodes" must be a list/],
  ['{"nodes":[{"name":"A","id":"zz","since":0}]}', /"nodes"\[0\]/],
  [`{"nodes":[{"name":"../..","id":"02${'a'.repeat(64)}","since":0}]}`, /"nodes"\[0\]/],
  ['{"nodes":[],"network":5}', /"network" must be text/],
];

test('each ends with 2, a line that names it, and no stack; a wrong start leaves no database behind', () =>
  inFolder(async (dir) => {
    writeFileSync(join(dir, 'file'), '');
    writeFileSync(join(dir, 'bytes'), Buffer.from([0xff, 0x00, 0x7b, 0x0a, 0xc3]));
    mkdirSync(join(dir, 'empty'));
    for (const [words, says] of WRONG) {
      const ran = await sendpay(words.split(' ').map((word) => word.replace('@', dir)));
      equal([ran.code, ran.out], [2, ''], `${words}: ${ran.err}`);
      match(ran.err, says, words);
      not.match(ran.err, /^ {4}at |fault of sendpay|undefined/m, words);
    }
    equal(readdirSync(dir).sort(), ['bytes', 'empty', 'file']);
  }));

test('settings that no daemon wrote are refused by whatever reads them, with what is wrong', () =>
  inFolder(async (dir) => {
    await (await openLevelJournal({ dir: journalDir(dir) })).close();
    for (const [text, says] of SETTINGS) {
      writeFileSync(join(dir, 'sendpay.json'), text);
      for (const words of [['up'], ['whatif', '--penalty', 'half-life=1m'], ['show', HASH]]) {
        const { code, err } = await sendpay([...words, '--dir', dir]);
        is(code, 2, err);
        match(err, /sendpay\.json/);
        match(err, says);
      }
    }
  }));

test('a database that cannot be looked at is not called damaged; one with a file cut short is', () =>
  inFolder(async (dir) => {
    const journal = await openLevelJournal({ dir: journalDir(dir) });
    await fill(journal, 20);
    const busy = await sendpay(['verify', dir]);
    equal([busy.code, /DAMAGED/.test(busy.err)], [2, false], busy.err);
    await journal.close();
    await (await openLevelJournal({ dir: journalDir(dir) })).close(); // moves the log into a sorted file
    const sorted = readdirSync(journalDir(dir)).find((name) => name.endsWith('.ldb')) as string;
    truncateSync(join(journalDir(dir), sorted), 0);
    const cut = await sendpay(['verify', dir]);
    is(cut.code, 1, cut.err);
    match(cut.err, /DAMAGED/);
    for (const words of [
      ['log', dir],
      ['up', '--dir', dir, '--node', 'alice'],
    ]) {
      const { code, err } = await sendpay(words);
      is(code, 2);
      match(err, /SENDPAY_JOURNAL_DAMAGED/);
    }
  }));

test('a fault of the program says that it is one, and shows a stack only when asked', () =>
  inFolder(async (dir) => {
    const daemon = await up(['--network', writeLine(dir), '--node', 'A', '--dir', dir]);
    const console = {
      out: () => {
        throw new TypeError('planted');
      },
    };
    const words = ['call', '--dir', dir, 'getinfo'];
    const quiet = await sendpay(words, console);
    is(quiet.code, 2);
    match(quiet.err, /TypeError: planted\nThis is a fault of sendpay/);
    not.match(quiet.err, /^ {4}at /m);
    process.env.SENDPAY_STACK = '1';
    const loud = await sendpay(words, console);
    delete process.env.SENDPAY_STACK;
    ok(/^ {4}at /m.test(loud.err));
    await daemon.stop();
  }));

test.run();
