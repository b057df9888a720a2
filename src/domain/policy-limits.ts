/**
 * What a channel's policy can say: each member within its field of channel_update (BOLT 7).
 *
 * Invariant: a policy without a fault can be signed, laid into the graph and added up with.
 */
import { MAX_MSAT, type Msat } from './amount.ts';
import { MAX_U16, MAX_U32 } from './ids.ts';
import type { ChannelPolicy } from './route.ts';

const msat =
  (most: Msat) =>
  (value: unknown): string | undefined =>
    typeof value === 'bigint' && value >= 0n && value <= most ? undefined : `should be a bigint from 0 to ${most} msat`;
const whole =
  (most: number) =>
  (value: unknown): string | undefined =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most
      ? undefined
      : `should be a whole number from 0 to ${most}`;

const FIELDS: Readonly<Record<keyof ChannelPolicy, (value: unknown) => string | undefined>> = {
  feeBaseMsat: msat(BigInt(MAX_U32)),
  feePpm: whole(MAX_U32),
  cltvDelta: whole(MAX_U16),
  htlcMinimumMsat: msat(MAX_MSAT),
  htlcMaximumMsat: msat(MAX_MSAT),
  enabled: (value) => (typeof value === 'boolean' ? undefined : 'should be true or false'),
};

/** What is wrong with a whole policy; undefined: nothing. */
export function policyFault(policy: unknown): string | undefined {
  const fault = policyChangeFault(policy);
  if (fault !== undefined) return fault;
  const missing = Object.keys(FIELDS).find((name) => !Object.hasOwn(policy as ChannelPolicy, name));
  return missing === undefined ? undefined : `${missing}: is missing`;
}

/** What is wrong with the members of a policy that are to change. */
export function policyChangeFault(change: unknown): string | undefined {
  if (typeof change !== 'object' || change === null) return 'should be an object';
  for (const [name, value] of Object.entries(change)) {
    if (!Object.hasOwn(FIELDS, name)) return `${name}: is no member of a policy`;
    const fault = FIELDS[name as keyof ChannelPolicy](value);
    if (fault !== undefined) return `${name}: ${fault}`;
  }
  return undefined;
}
