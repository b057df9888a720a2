/**
 * Commands that act on the simulated network, beside Core Lightning's: so that "an HTLC is held at D while the process is
 * killed" can be typed by hand.
 *
 * Invariant: each answers once what it did is durable. Registered by `sendpay up` only: a node on a real network has none
 * of them.
 */
import type { NodeBehaviour } from '../../machines/node.ts';
import type { NodeId } from '../domain/ids.ts';
import type { Engine } from '../engine/engine.ts';
import type { SimulatedNetwork } from '../network/simulated-network.ts';
import { type AnyCommand, answer, type CommandAnswer, refuse } from '../rpc/command.ts';
import { hex, oneOf, type ParamParser, preimage, refuseParams, shortChannelId, text, u32 } from '../rpc/param-types.ts';
import { required, withDefault } from '../rpc/params.ts';
import { command, type ServedNode } from '../rpc/served-node.ts';

/** temporary_channel_failure without a channel_update: what a node short of balance says. */
const DEFAULT_FAILURE = '10070000';

/** Blocks found with one call; each height is looked at for HTLCs that time out. */
const MAX_BLOCKS = 100_000;

export function devCommands({ network, journal }: Engine<SimulatedNetwork>): AnyCommand<ServedNode>[] {
  const { simulation } = network;
  const node: ParamParser<NodeId> = (name, token) => {
    const parsed = text(name, token);
    if ('refusal' in parsed) return parsed;
    const found = simulation.find(parsed.value);
    return found === undefined ? refuseParams(`${name}: the network has no node '${parsed.value}'`) : { value: found };
  };
  const done = async (act: () => void): Promise<CommandAnswer> => {
    act();
    await journal.durable(journal.position);
    return answer({ htlcs_in_flight: simulation.htlcsInFlight });
  };
  const behave = (behaviour: Exclude<NodeBehaviour, { mode: 'normal' }>, id: NodeId): Promise<CommandAnswer> =>
    done(() => simulation.hold(id, behaviour));

  return [
    command({
      name: 'dev-hold',
      params: { node: required(node) },
      run: (params) => behave({ mode: 'hold' }, params.node),
    }),
    command({
      name: 'dev-fail',
      params: { node: required(node), failure_message: withDefault(hex, DEFAULT_FAILURE) },
      run: (params) => behave({ mode: 'fail', failureMessage: params.failure_message }, params.node),
    }),
    command({
      name: 'dev-corrupt',
      params: { node: required(node) },
      run: (params) => behave({ mode: 'corrupt' }, params.node),
    }),
    command({
      name: 'dev-resolve',
      params: { node: required(node), payment_preimage: required(preimage) },
      run: (params) => behave({ mode: 'resolve', preimage: params.payment_preimage }, params.node),
    }),
    command({
      name: 'dev-release',
      params: { node: required(node) },
      run: (params) => done(() => simulation.release(params.node)),
    }),
    command({
      name: 'dev-offline',
      params: { node: required(node) },
      run: (params) => done(() => simulation.setOnline(params.node, false)),
    }),
    command({
      name: 'dev-online',
      params: { node: required(node) },
      run: (params) => done(() => simulation.setOnline(params.node, true)),
    }),
    command({
      name: 'dev-close',
      params: {
        channel: required(shortChannelId),
        how: withDefault(oneOf(['mutual', 'unilateral'], 'should be mutual or unilateral'), 'mutual'),
      },
      run: ({ channel, how }) =>
        !simulation.hasChannel(channel)
          ? refuse(refuseParams(`channel: the network has no channel ${channel}`).refusal)
          : done(() => simulation.closeChannel(channel, how)),
    }),
    command({
      name: 'dev-mine',
      params: { blocks: withDefault(u32, 1) },
      validate: ({ blocks }) =>
        blocks > MAX_BLOCKS ? refuseParams(`blocks: at most ${MAX_BLOCKS} at once`).refusal : undefined,
      run: ({ blocks }, context) =>
        done(() => simulation.mine(blocks)).then((result) => withHeight(result, context.node)),
    }),
    command({
      name: 'dev-settle',
      params: {},
      run: async (_params, { signal }) => {
        await Promise.race([simulation.settled(), aborted(signal)]);
        return done(() => {});
      },
    }),
  ];
}

function withHeight(given: CommandAnswer, { operated }: ServedNode): CommandAnswer {
  return 'error' in given ? given : answer({ blockheight: operated.blockheight() });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
