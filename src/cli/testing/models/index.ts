/**
 * The project's own models and the criteria their committed tests meet, in the chart's granularity: machines show in their
 * charts what matters. `scripts/generate-tests.ts` walks this table.
 */
import { fileURLToPath } from 'node:url';
import type { AnyStateMachine } from 'xstate';
import type { Goal } from '../../../testing/criteria.ts';
import { declaredTransitions } from '../../../testing/declared.ts';
import { erase, type TestModel } from '../../../testing/model.ts';
import { chainModel } from './chain.ts';
import { channelModel } from './channel.ts';
import { historyModel } from './history.ts';
import { invoiceModel } from './invoice.ts';
import { nodeModel } from './node.ts';
import { payModel } from './pay.ts';
import { paymentModel } from './payment.ts';
import { penaltyModel } from './penalty.ts';

export interface ModelEntry {
  /** File in this folder, without extension; also the start of its plans' names. */
  readonly file: string;
  /** Name of the export. */
  readonly name: string;
  readonly model: TestModel;
  readonly goals: readonly Goal[];
}

const PAIRS: Goal = { criterion: 'transition-pairs', granularity: 'chart' };
const MATRIX: Goal = { criterion: 'event-matrix', granularity: 'chart' };

export const MODELS: readonly ModelEntry[] = [
  { file: 'payment', name: 'paymentModel', model: erase(paymentModel), goals: [PAIRS, MATRIX] },
  { file: 'channel', name: 'channelModel', model: erase(channelModel), goals: [PAIRS, MATRIX] },
  { file: 'invoice', name: 'invoiceModel', model: erase(invoiceModel), goals: [PAIRS, MATRIX] },
  { file: 'penalty', name: 'penaltyModel', model: erase(penaltyModel), goals: [PAIRS, MATRIX] },
  { file: 'pay', name: 'payModel', model: erase(payModel), goals: [PAIRS, MATRIX] },
  { file: 'node', name: 'nodeModel', model: erase(nodeModel), goals: [PAIRS, MATRIX] },
  { file: 'chain', name: 'chainModel', model: erase(chainModel), goals: [PAIRS, MATRIX] },
  { file: 'history', name: 'historyModel', model: erase(historyModel), goals: [PAIRS, MATRIX] },
];

/** The file in `test/generated` that holds a model's plan for a goal. */
export function planFileOf({ file }: ModelEntry, { criterion }: Pick<Goal, 'criterion'>): string {
  return `${file}.${criterion}.json`;
}

/** The module of a model, as it runs here: source or built. */
export function modelFileOf({ file }: ModelEntry): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`./${file}.${extension}`, import.meta.url));
}

/** The model of one of our machines, even when its module was loaded a second time from elsewhere. */
export function entryFor(machine: AnyStateMachine): ModelEntry | undefined {
  const shape = shapeOf(machine);
  return MODELS.find(({ model }) => model.machine === machine || shapeOf(model.machine) === shape);
}

function shapeOf(machine: AnyStateMachine): string {
  return [machine.id, ...declaredTransitions(machine).map(({ id }) => id)].join(' ');
}
