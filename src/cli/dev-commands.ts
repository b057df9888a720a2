/**
 * Commands that act on the simulated network, beside Core Lightning's: so that "an HTLC is held at D while the process is
 * killed" can be typed by hand.
 *
 * Invariant: each answers once what it did is durable. Registered by `sendpay up` only: a node on a real network has none
 * of them.
 */
import type { NodeBehaviour } from '../../machines/node.ts';
import { SendpayError, type SendpayErrorCode } from '../domain/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { SimulatedNetwork } from '../network/simulated-network.ts';
import { type AnyCommand, answer, type CommandAnswer, refuse } from '../rpc/command.ts';
import { hex, oneOf, preimage, refuseParams, shortChannelId, text, u32 } from '../rpc/param-types.ts';
import { required, withDefault } from '../rpc/params.ts';
import { command, type ServedNode } from '../rpc/served-node.ts';

/** temporary_channel_failure without a channel_update: what a node short of balance says. */
const DEFAULT_FAILURE = '10070000';

const REFUSED: ReadonlySet<SendpayErrorCode> = new Set([
  'SENDPAY_BAD_ARGUMENT',
  'SENDPAY_UNKNOWN_CHANNEL',
  'SENDPAY_UNKNOWN_NODE',
]);

export function devCommands({ network, journal }: Engine<SimulatedNetwork>): AnyCommand<ServedNode>[] {
  const { simulation } = network;
  /** What the simulation refuses, it refuses before anything is recorded: a parameter was wrong. */
  const done = async (act: () => void): Promise<CommandAnswer> => {
    try {
      act();
    } catch (error) {
      if (!(error instanceof SendpayError) || !REFUSED.has(error.code)) throw error;
      return refuse(refuseParams(error.message).refusal);
    }
    await journal.durable(journal.position);
    return answer({ htlcs_in_flight: simulation.htlcsInFlight });
  };
  const behave = (behaviour: Exclude<NodeBehaviour, { mode: 'normal' }>, name: string): Promise<CommandAnswer> =>
    done(() => simulation.hold(name, behaviour));

  return [
    command({
      name: 'dev-hold',
      params: { node: required(text) },
      run: (params) => behave({ mode: 'hold' }, params.node),
    }),
    command({
      name: 'dev-fail',
      params: { node: required(text), failure_message: withDefault(hex, DEFAULT_FAILURE) },
      run: (params) => behave({ mode: 'fail', failureMessage: params.failure_message }, params.node),
    }),
    command({
      name: 'dev-corrupt',
      params: { node: required(text) },
      run: (params) => behave({ mode: 'corrupt' }, params.node),
    }),
    command({
      name: 'dev-resolve',
      params: { node: required(text), payment_preimage: required(preimage) },
      run: (params) => behave({ mode: 'resolve', preimage: params.payment_preimage }, params.node),
    }),
    command({
      name: 'dev-release',
      params: { node: required(text) },
      run: (params) => done(() => simulation.release(params.node)),
    }),
    command({
      name: 'dev-offline',
      params: { node: required(text) },
      run: (params) => done(() => simulation.setOnline(params.node, false)),
    }),
    command({
      name: 'dev-online',
      params: { node: required(text) },
      run: (params) => done(() => simulation.setOnline(params.node, true)),
    }),
    command({
      name: 'dev-close',
      params: {
        channel: required(shortChannelId),
        how: withDefault(oneOf(['mutual', 'unilateral'], 'should be mutual or unilateral'), 'mutual'),
      },
      run: ({ channel, how }) => done(() => simulation.closeChannel(channel, how)),
    }),
    command({
      name: 'dev-mine',
      params: { blocks: withDefault(u32, 1) },
      run: ({ blocks }, context) =>
        done(() => simulation.mine(blocks)).then((result) => withHeight(result, context.node)),
    }),
    command({
      name: 'dev-settle',
      params: {},
      run: async (_params, { signal }) => {
        await simulation.settled(signal);
        return done(() => {});
      },
    }),
  ];
}

function withHeight(given: CommandAnswer, { operated }: ServedNode): CommandAnswer {
  return 'error' in given ? given : answer({ blockheight: operated.blockheight() });
}
