/** The stage of this release: an engine over the simulated network, with a virtual clock and seeded randomness. */
import { devCommands } from '../../src/cli/dev-commands.ts';
import { openSimulatedEngine, type SimulatedEngine } from '../../src/engine/simulated-engine.ts';
import { type MemoryJournal, openMemoryJournal } from '../../src/journal/memory.ts';
import type { Journal } from '../../src/journal/port.ts';
import { parseTokens } from '../../src/rpc/json-token.ts';
import { type JsonValue, writeJson } from '../../src/rpc/json-value.ts';
import { wholeAnswer } from '../../src/rpc/list-answer.ts';
import { Serving } from '../../src/rpc/serving.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { seededRandom } from '../../src/runtime/random.ts';
import { STORY_HALF_LIFE_MS, STORY_NETWORK, STORY_SEED, type Stage } from './story.ts';

/** Where a story's journal lives. */
export interface Place {
  /** Opens it on what is there. */
  open(): Promise<Journal>;
  /** Ends it as a crash would, once all that was staged is durable. */
  crash(): Promise<void>;
}

export function inMemory(): Place {
  let journal: MemoryJournal | undefined;
  return {
    open: async () => {
      journal = await openMemoryJournal(journal === undefined ? {} : { storage: journal.storage });
      return journal;
    },
    crash: async () => {
      await journal?.staged();
      journal?.crash('lost');
    },
  };
}

export function onDisk(open: () => Promise<Journal>): Place {
  let journal: Journal | undefined;
  return {
    open: async () => {
      journal = await open();
      return journal;
    },
    crash: async () => journal?.close(),
  };
}

/** The journal a story leaves behind, opened again after a crash. */
export async function toldStory(place: Place, tell: (stage: Stage) => Promise<void>): Promise<Journal> {
  const clock = new VirtualClock();
  const random = seededRandom(STORY_SEED);
  const up = async (): Promise<SimulatedEngine> =>
    openStoryEngine({ journal: await place.open(), clock, random, penaltyHalfLifeMs: STORY_HALF_LIFE_MS });
  let engine = await up();
  await tell({
    call: (node, method, params = {}) => call(engine, node, method, params as JsonValue),
    advance: (ms) => clock.advance(ms),
    crash: async () => {
      await place.crash();
      engine = await up();
    },
  });
  await place.crash();
  return place.open();
}

type EngineParts = Omit<Parameters<typeof openSimulatedEngine>[0], 'network' | 'operate'>;

export function openStoryEngine(parts: EngineParts): Promise<SimulatedEngine> {
  return openSimulatedEngine({ ...parts, network: STORY_NETWORK, operate: STORY_NETWORK.nodes.map(({ id }) => id) });
}

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
export async function call(engine: SimulatedEngine, node: string, method: string, params: JsonValue): Promise<any> {
  const more = devCommands(engine);
  const { handler } = new Serving(engine, { folderOf: () => '.', stop: () => undefined, more }).service(node);
  const { signal } = new AbortController();
  const tokens = parseTokens(writeJson(params), 100);
  const answer = await handler({
    method,
    params: tokens,
    signal,
    notify: () => undefined,
    enableNotifications: () => undefined,
  });
  return 'list' in answer ? wholeAnswer(answer) : answer;
}
