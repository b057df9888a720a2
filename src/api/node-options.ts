/**
 * What `createNodes` is given, looked at before anything is opened.
 *
 * Invariant: programs without types meet the refusals that the compiler gives the others: the option is named, and what it must be.
 * Does not look into networks, settings and switches beyond their outline: who uses them does.
 */
import { SendpayError } from '../domain/errors.ts';

type Rule = readonly [is: (value: unknown) => boolean, must: string];

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const has = (value: unknown, methods: readonly string[]): boolean =>
  typeof value === 'object' && value !== null && methods.every((name) => isFunction((value as never)[name]));
const isFunction = (value: unknown): boolean => typeof value === 'function';
const isDuration = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isNetwork = (value: unknown): boolean =>
  isText(value) || (isObject(value) && isList(value.nodes) && isList(value.channels));
const isList = (value: unknown): boolean => Array.isArray(value) && value.every(isObject);

const PATH: Rule = [isText, 'must be a path'];

/** By option. What is not here is none, or looked at where it is used. */
const RULES: Readonly<Record<string, Rule>> = {
  dir: PATH,
  journal: [(value) => has(value, ['append', 'durable', 'close']), 'must be an open journal'],
  clock: [(value) => has(value, ['nowMs', 'after']), 'must have nowMs and after'],
  random: [(value) => has(value, ['bytes']), 'must have bytes'],
  penaltyHalfLifeMs: [isDuration, 'must be a number of milliseconds'],
  epochFile: PATH,
  acceptRollback: [(value) => typeof value === 'boolean', 'must be true or false'],
  nodes: [
    (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
    'the names or ids of the nodes to operate, one at least',
  ],
  network: [isNetwork, 'must be the path of a network file or folder, or an object with nodes and channels'],
  settings: [isObject, 'must be an object'],
  switch: [(value) => has(value, ['start', 'offer', 'status', 'settled', 'localChannels']), 'must be a Switch'],
};

/** Options that exclude each other. */
const EITHER_OR: readonly (readonly [string, string])[] = [
  ['dir', 'journal'],
  ['nodes', 'switch'],
  ['network', 'switch'],
  ['settings', 'switch'],
];

/** Throws SENDPAY_BAD_ARGUMENT naming the option. */
export function checkOptions(options: unknown): void {
  if (!isObject(options)) throw refused('options: must be an object');
  const given = (name: string): boolean => options[name] !== undefined;
  for (const [one, other] of EITHER_OR)
    if (given(one) && given(other)) throw refused(`${one} and ${other}: give one of them`);
  if (!given('nodes') && !given('switch')) throw refused('nodes or switch: give one of them');
  for (const [name, [is, must]] of Object.entries(RULES))
    if (given(name) && !is(options[name])) throw refused(`${name}: ${must}`);
}

const refused = (message: string): SendpayError => new SendpayError('SENDPAY_BAD_ARGUMENT', message);
