/**
 * `sendpay show`: where a payment is, how it got there, what it waits for, and whether it is safe to pay again.
 *
 * Invariant: reads only, with or without a running daemon; secrets are masked unless asked for. Ends with 0 if the payment was
 * found, 2 if not.
 */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { paymentMachine } from '../../../machines/payment.ts';
import { chartOf, toSvg } from '../../chart/index.ts';
import { parsePaymentHash } from '../../domain/ids.ts';
import { overlayAt, overlaysOf } from '../../inspect/overlays.ts';
import { paymentPage } from '../../inspect/payment-page.ts';
import { pictureOf } from '../../inspect/picture.ts';
import { diffReport, textReport } from '../../inspect/text-report.ts';
import { diffOf, timelineOf, viewAt } from '../../inspect/timeline.ts';
import { encodeJson } from '../../journal/codec.ts';
import { type CliContext, examples, pathOption, wholeNumber } from '../command.ts';
import { defaultDir } from '../data-dir.ts';
import { CannotAsk, ExitCode } from '../exit-codes.ts';
import { type FoundStory, findStory } from '../story-source.ts';

const FORMATS = ['text', 'json', 'svg'] as const;
type Format = (typeof FORMATS)[number];

interface ShowFlags {
  readonly dir: string;
  readonly node?: string;
  readonly at?: number;
  readonly diff?: readonly string[];
  readonly format: string;
  readonly html?: string;
  readonly showSecrets?: true;
}

export function showCommand(program: Command, { console, exit }: CliContext): void {
  program
    .command('show')
    .description('show one payment: timeline, parts, what it waits for, its state chart')
    .argument('<payment_hash>', 'which payment')
    .option('-d, --dir <dir>', 'directory of the daemon, or of the database itself', pathOption, defaultDir())
    .option('-n, --node <name>', 'the node that pays, if several know the hash')
    .option('--at <position>', 'as it was at this position of the log', wholeNumber)
    .option('--diff <positions...>', 'what changed between two positions')
    .option('-f, --format <format>', FORMATS.join(', '), 'text')
    .option('--html <file>', 'write one self-contained page')
    .option('--show-secrets', 'show preimages, session keys and payment secrets')
    .addHelpText(
      'after',
      examples([
        'sendpay show 5a3c… --dir ./data',
        'sendpay show 5a3c… --dir ./data --diff 1200 1290',
        'sendpay show 5a3c… --dir ./data --html payment.html',
        'sendpay show 5a3c… --dir ./data --format svg > payment.svg',
      ]),
    )
    .action(async (hash: string, flags: ShowFlags) => {
      const format = formatOf(flags.format);
      const between = betweenOf(flags.diff);
      const found = await findStory({
        dir: flags.dir,
        paymentHash: hashOf(hash),
        node: flags.node,
        showSecrets: flags.showSecrets === true,
      });
      if (flags.html !== undefined) {
        writeFileSync(flags.html, paymentPage(await pictureOf(found.story, found)));
        console.err(`sendpay: wrote ${flags.html}\n`);
      } else
        console.out(between === undefined ? await shown(found, format, flags.at) : compared(found, format, between));
      exit(ExitCode.OK);
    });
}

function hashOf(text: string): NonNullable<ReturnType<typeof parsePaymentHash>> {
  const hash = parsePaymentHash(text);
  if (hash === undefined) throw new CannotAsk(`"${text}" is not a payment_hash (64 hex digits)`);
  return hash;
}

function formatOf(text: string): Format {
  const format = FORMATS.find((known) => known === text);
  if (format === undefined) throw new CannotAsk(`--format is one of ${FORMATS.join(', ')}, not "${text}"`);
  return format;
}

type Between = readonly [from: number, to: number];

function betweenOf(words: readonly string[] | undefined): Between | undefined {
  if (words === undefined) return undefined;
  const [from, to, ...more] = words.map(Number);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || more.length > 0)
    throw new CannotAsk('--diff takes two positions of the log: --diff 1200 1290');
  return [from as number, to as number];
}

async function shown({ story, aliases }: FoundStory, format: Format, at = story.position): Promise<string> {
  switch (format) {
    case 'text':
      return textReport(story, aliases, at);
    case 'json': {
      const steps = timelineOf(story, aliases).filter(({ position }) => position <= at);
      const records = story.records.filter(({ position }) => position <= at);
      return `${encodeJson({ ...viewAt(story, aliases, at), steps, records, gaps: story.gaps })}\n`;
    }
    case 'svg':
      return toSvg(chartOf(paymentMachine), { overlay: overlayAt(overlaysOf(story), at) });
  }
}

function compared({ story, aliases }: FoundStory, format: Format, [from, to]: Between): string {
  if (format === 'svg') throw new CannotAsk('--diff is text or json');
  if (format === 'text') return diffReport(story, aliases, from, to);
  const changes = diffOf(viewAt(story, aliases, from), viewAt(story, aliases, to));
  return `${encodeJson({ from, to, changes })}\n`;
}
