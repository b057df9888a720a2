/**
 * Generated from the model of "channel"; do not edit.
 * Regenerate: node --import tsx scripts/generate-tests.ts
 * Covers 54 of 54 event-matrix (granularity: chart).
 */
import { pureDriver, walk } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { channelModel } from '../../src/cli/testing/models/channel.ts';

const test = suite('channel: event-matrix (generated)');
const driver = pureDriver(channelModel);

const events = {
  'CHANNEL_OPENED(connected: true)': { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, connected: true, dustLimitMsat: 1000n, feeratePerKw: 0, isPublic: true, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], type: 'CHANNEL_OPENED' },
  'CHANNEL_DISCONNECTED': { type: 'CHANNEL_DISCONNECTED' },
  'CHANNEL_RECONNECTED': { type: 'CHANNEL_RECONNECTED' },
  'HTLC_OFFERED': { amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', part: [1n, 0n], type: 'HTLC_OFFERED' },
  'HTLC_FULFILLED(id: 0)': { id: 0, preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'HTLC_FULFILLED' },
  'CHANNEL_SHUTDOWN': { type: 'CHANNEL_SHUTDOWN' },
  'CHANNEL_CLOSED': { type: 'CHANNEL_CLOSED' },
  'POLICY_CHANGED': { direction: 0, formerUntilMs: 10, policy: { cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 10, htlcMaximumMsat: 100000n, htlcMinimumMsat: 0n }, type: 'POLICY_CHANGED' },
  'HTLC_FULFILLED(id: 1000)': { id: 1000, preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'HTLC_FULFILLED' },
  'HTLC_FAILED(id: 1000)': { id: 1000, reason: 'ab', type: 'HTLC_FAILED' },
  'HTLC_FAILED_MALFORMED(id: 1000)': { failcode: 49157, id: 1000, sha256OfOnion: '4444444444444444444444444444444444444444444444444444444444444444', type: 'HTLC_FAILED_MALFORMED' },
  'HTLC_TIMED_OUT(id: 1000)': { id: 1000, type: 'HTLC_TIMED_OUT' },
  'CHANNEL_OPENED(connected: false)': { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, connected: false, dustLimitMsat: 1000n, feeratePerKw: 0, isPublic: true, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], type: 'CHANNEL_OPENED' },
  'HTLC_FAILED(id: 0)': { id: 0, reason: 'ab', type: 'HTLC_FAILED' },
  'HTLC_FAILED_MALFORMED(id: 1)': { failcode: 49157, id: 1, sha256OfOnion: '4444444444444444444444444444444444444444444444444444444444444444', type: 'HTLC_FAILED_MALFORMED' },
  'HTLC_TIMED_OUT(id: 2)': { id: 2, type: 'HTLC_TIMED_OUT' },
  'HTLC_TIMED_OUT(id: 0)': { id: 0, type: 'HTLC_TIMED_OUT' },
  'HTLC_FAILED_MALFORMED(id: 0)': { failcode: 49157, id: 0, sha256OfOnion: '4444444444444444444444444444444444444444444444444444444444444444', type: 'HTLC_FAILED_MALFORMED' },
};

const situations = {
  'unopened': { data: { balanceMsat: [0n, 0n], capacityMsat: 0n, dustLimitMsat: 0n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 0, maxInFlightMsat: 0n, minimumMsat: [0n, 0n], nextHtlcId: 0, nodes: ['', ''], opener: 0, policies: [null, null], reserveMsat: [0n, 0n], shuttingDown: false }, state: 'unopened' },
  'online': { data: { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 0, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'online' },
  'offline': { data: { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 0, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'offline' },
  'online~2': { data: { balanceMsat: [50000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [{ amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 0, origin: { part: [1n, 0n] } }], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'online' },
  'online~3': { data: { balanceMsat: [50000n, 50000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'online' },
  'online~4': { data: { balanceMsat: [50000n, 50000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: true }, state: 'online' },
  'onchain': { data: { balanceMsat: [50000n, 50000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: true, htlcs: [], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: true }, state: 'onchain' },
  'onchain~2': { data: { balanceMsat: [50000n, 50000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: true, htlcs: [], isPublic: true, lastRefusal: { detail: 'Channel is closed', failcode: 16394 }, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: true }, state: 'onchain' },
  'online~5': { data: { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 0, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [{ cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 10, htlcMaximumMsat: 100000n, htlcMinimumMsat: 0n }, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'online' },
  'offline~2': { data: { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 0, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [{ cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 10, htlcMaximumMsat: 100000n, htlcMinimumMsat: 0n }, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'offline' },
  'offline~3': { data: { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 0, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [{ cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 10, htlcMaximumMsat: 100000n, htlcMinimumMsat: 0n }, null], reserveMsat: [1000n, 1000n], shuttingDown: true }, state: 'offline' },
  'onchain~3': { data: { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: true, htlcs: [], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 0, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [{ cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 10, htlcMaximumMsat: 100000n, htlcMinimumMsat: 0n }, null], reserveMsat: [1000n, 1000n], shuttingDown: true }, state: 'onchain' },
  'offline~4': { data: { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [], isPublic: true, lastRefusal: { detail: 'Peer is offline', failcode: 4103 }, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 0, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [{ cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 10, htlcMaximumMsat: 100000n, htlcMinimumMsat: 0n }, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'offline' },
  'online~6': { data: { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [], isPublic: true, lastRefusal: { detail: 'Peer is offline', failcode: 4103 }, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 0, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [{ cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 10, htlcMaximumMsat: 100000n, htlcMinimumMsat: 0n }, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'online' },
  'online~7': { data: { balanceMsat: [50000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [{ amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 0, origin: { part: [1n, 0n] } }], isPublic: true, lastRefusal: { detail: 'Peer is offline', failcode: 4103 }, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [{ cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 10, htlcMaximumMsat: 100000n, htlcMinimumMsat: 0n }, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'online' },
  'online~8': { data: { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [], isPublic: true, lastRefusal: { detail: 'Peer is offline', failcode: 4103 }, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [{ cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 10, htlcMaximumMsat: 100000n, htlcMinimumMsat: 0n }, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'online' },
  'online~9': { data: { balanceMsat: [50000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [{ amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 1, origin: { part: [1n, 0n] } }], isPublic: true, lastRefusal: { detail: 'Peer is offline', failcode: 4103 }, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 2, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [{ cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 10, htlcMaximumMsat: 100000n, htlcMinimumMsat: 0n }, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'online' },
  'online~10': { data: { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [], isPublic: true, lastRefusal: { detail: 'Peer is offline', failcode: 4103 }, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 2, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [{ cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 10, htlcMaximumMsat: 100000n, htlcMinimumMsat: 0n }, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'online' },
  'online~11': { data: { balanceMsat: [50000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [{ amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 2, origin: { part: [1n, 0n] } }], isPublic: true, lastRefusal: { detail: 'Peer is offline', failcode: 4103 }, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 3, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [{ cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 10, htlcMaximumMsat: 100000n, htlcMinimumMsat: 0n }, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'online' },
  'onchain~4': { data: { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: true, htlcs: [], isPublic: true, lastRefusal: { detail: 'Peer is offline', failcode: 4103 }, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 3, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [{ cltvDelta: 6, enabled: true, feeBaseMsat: 1n, feePpm: 10, htlcMaximumMsat: 100000n, htlcMinimumMsat: 0n }, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'onchain' },
  'offline~5': { data: { balanceMsat: [50000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [{ amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 0, origin: { part: [1n, 0n] } }], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'offline' },
  'offline~6': { data: { balanceMsat: [50000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [{ amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 0, kept: { preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'fulfilled' }, origin: { part: [1n, 0n] } }], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'offline' },
  'onchain~5': { data: { balanceMsat: [50000n, 50000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: true, htlcs: [], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'onchain' },
  'offline~7': { data: { balanceMsat: [50000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [{ amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 0, kept: { reason: 'ab', type: 'failed' }, origin: { part: [1n, 0n] } }], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'offline' },
  'onchain~6': { data: { balanceMsat: [50000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: true, htlcs: [{ amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 0, kept: { reason: 'ab', type: 'failed' }, origin: { part: [1n, 0n] } }], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'onchain' },
  'offline~8': { data: { balanceMsat: [50000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: false, htlcs: [{ amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 0, kept: { failcode: 49157, sha256OfOnion: '4444444444444444444444444444444444444444444444444444444444444444', type: 'malformed' }, origin: { part: [1n, 0n] } }], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'offline' },
  'onchain~7': { data: { balanceMsat: [50000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: true, htlcs: [{ amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 0, kept: { failcode: 49157, sha256OfOnion: '4444444444444444444444444444444444444444444444444444444444444444', type: 'malformed' }, origin: { part: [1n, 0n] } }], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'onchain' },
  'onchain~8': { data: { balanceMsat: [60000n, 40000n], capacityMsat: 100000n, dustLimitMsat: 1000n, feeratePerKw: 0, formerPolicies: [null, null], gone: true, htlcs: [], isPublic: true, lastRefusal: null, maxAcceptedHtlcs: 2, maxInFlightMsat: 90000n, minimumMsat: [10n, 10n], nextHtlcId: 1, nodes: ['02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '03bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'], opener: 0, policies: [null, null], reserveMsat: [1000n, 1000n], shuttingDown: false }, state: 'onchain' },
};

const initial = { ...situations['unopened'], effects: [] };

test('path 1 goes unopened → online → offline → online → onchain in 18 events and is left unmoved by 10', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['CHANNEL_OPENED(connected: true)'], situations['online']);
    await path.step(events['CHANNEL_DISCONNECTED'], situations['offline']);
    await path.step(events['CHANNEL_RECONNECTED'], situations['online']);
    await path.step(events['HTLC_OFFERED'], situations['online~2'], [{ id: 0, type: 'HTLC_ADDED' }]);
    await path.step(events['HTLC_FULFILLED(id: 0)'], situations['online~3'], [{ htlc: { amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 0, origin: { part: [1n, 0n] } }, outcome: { preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'fulfilled' }, type: 'HTLC_SETTLED' }]);
    await path.step(events['CHANNEL_SHUTDOWN'], situations['online~4']);
    await path.step(events['CHANNEL_CLOSED'], situations['onchain'], [{ type: 'CHANNEL_GONE' }]);
    await path.unmoved(events['CHANNEL_OPENED(connected: true)']); // ignored
    await path.unmoved(events['CHANNEL_DISCONNECTED']); // ignored
    await path.unmoved(events['CHANNEL_RECONNECTED']); // ignored
    await path.unmoved(events['POLICY_CHANGED']); // ignored
    await path.unmoved(events['CHANNEL_SHUTDOWN']); // ignored
    await path.unmoved(events['CHANNEL_CLOSED']); // ignored
    await path.step(events['HTLC_OFFERED'], situations['onchain~2'], [{ amountMsat: 10000n, detail: 'Channel is closed', expiry: 500, failcode: 16394, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', origin: { part: [1n, 0n] }, type: 'HTLC_REFUSED' }]);
    await path.unmoved(events['HTLC_FULFILLED(id: 1000)']); // refused
    await path.unmoved(events['HTLC_FAILED(id: 1000)']); // ignored
    await path.unmoved(events['HTLC_FAILED_MALFORMED(id: 1000)']); // ignored
    await path.unmoved(events['HTLC_TIMED_OUT(id: 1000)']); // refused
  }));

test('path 2 goes unopened → online → offline → onchain in 21 events and is left unmoved by 16', () =>
  walk(driver, initial, async (path) => {
    await path.unmoved(events['CHANNEL_DISCONNECTED']); // ignored
    await path.unmoved(events['CHANNEL_RECONNECTED']); // ignored
    await path.unmoved(events['POLICY_CHANGED']); // ignored
    await path.unmoved(events['CHANNEL_SHUTDOWN']); // ignored
    await path.unmoved(events['CHANNEL_CLOSED']); // ignored
    await path.unmoved(events['HTLC_OFFERED']); // ignored
    await path.unmoved(events['HTLC_FULFILLED(id: 1000)']); // ignored
    await path.unmoved(events['HTLC_FAILED(id: 1000)']); // ignored
    await path.unmoved(events['HTLC_FAILED_MALFORMED(id: 1000)']); // ignored
    await path.unmoved(events['HTLC_TIMED_OUT(id: 1000)']); // ignored
    await path.step(events['CHANNEL_OPENED(connected: true)'], situations['online']);
    await path.unmoved(events['CHANNEL_OPENED(connected: true)']); // ignored
    await path.unmoved(events['CHANNEL_RECONNECTED']); // ignored
    await path.step(events['POLICY_CHANGED'], situations['online~5'], [{ direction: 0, type: 'POLICY_ANNOUNCED' }]);
    await path.unmoved(events['HTLC_FULFILLED(id: 1000)']); // refused
    await path.unmoved(events['HTLC_FAILED(id: 1000)']); // refused
    await path.unmoved(events['HTLC_FAILED_MALFORMED(id: 1000)']); // refused
    await path.unmoved(events['HTLC_TIMED_OUT(id: 1000)']); // refused
    await path.step(events['CHANNEL_DISCONNECTED'], situations['offline~2']);
    await path.step(events['CHANNEL_SHUTDOWN'], situations['offline~3']);
    await path.step(events['CHANNEL_CLOSED'], situations['onchain~3'], [{ type: 'CHANNEL_GONE' }]);
  }));

test('path 3 goes unopened → offline → online → onchain in 16 events and is left unmoved by 6', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['CHANNEL_OPENED(connected: false)'], situations['offline']);
    await path.unmoved(events['CHANNEL_OPENED(connected: true)']); // ignored
    await path.unmoved(events['CHANNEL_DISCONNECTED']); // ignored
    await path.step(events['POLICY_CHANGED'], situations['offline~2'], [{ direction: 0, type: 'POLICY_ANNOUNCED' }]);
    await path.step(events['HTLC_OFFERED'], situations['offline~4'], [{ amountMsat: 10000n, detail: 'Peer is offline', expiry: 500, failcode: 4103, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', origin: { part: [1n, 0n] }, type: 'HTLC_REFUSED' }]);
    await path.unmoved(events['HTLC_FULFILLED(id: 1000)']); // refused
    await path.unmoved(events['HTLC_FAILED(id: 1000)']); // refused
    await path.unmoved(events['HTLC_FAILED_MALFORMED(id: 1000)']); // refused
    await path.unmoved(events['HTLC_TIMED_OUT(id: 1000)']); // refused
    await path.step(events['CHANNEL_RECONNECTED'], situations['online~6']);
    await path.step(events['HTLC_OFFERED'], situations['online~7'], [{ id: 0, type: 'HTLC_ADDED' }]);
    await path.step(events['HTLC_FAILED(id: 0)'], situations['online~8'], [{ htlc: { amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 0, origin: { part: [1n, 0n] } }, outcome: { reason: 'ab', type: 'failed' }, type: 'HTLC_SETTLED' }]);
    await path.step(events['HTLC_OFFERED'], situations['online~9'], [{ id: 1, type: 'HTLC_ADDED' }]);
    await path.step(events['HTLC_FAILED_MALFORMED(id: 1)'], situations['online~10'], [{ htlc: { amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 1, origin: { part: [1n, 0n] } }, outcome: { failcode: 49157, sha256OfOnion: '4444444444444444444444444444444444444444444444444444444444444444', type: 'malformed' }, type: 'HTLC_SETTLED' }]);
    await path.step(events['HTLC_OFFERED'], situations['online~11'], [{ id: 2, type: 'HTLC_ADDED' }]);
    await path.step(events['HTLC_TIMED_OUT(id: 2)'], situations['onchain~4'], [{ type: 'CHANNEL_GONE' }, { htlc: { amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 2, origin: { part: [1n, 0n] } }, outcome: { type: 'timed-out' }, type: 'HTLC_SETTLED' }]);
  }));

test('path 4 goes unopened → online → offline → onchain in 5 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['CHANNEL_OPENED(connected: true)'], situations['online']);
    await path.step(events['HTLC_OFFERED'], situations['online~2'], [{ id: 0, type: 'HTLC_ADDED' }]);
    await path.step(events['CHANNEL_DISCONNECTED'], situations['offline~5']);
    await path.step(events['HTLC_FULFILLED(id: 0)'], situations['offline~6']);
    await path.step(events['HTLC_TIMED_OUT(id: 0)'], situations['onchain~5'], [{ type: 'CHANNEL_GONE' }, { htlc: { amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 0, kept: { preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'fulfilled' }, origin: { part: [1n, 0n] } }, outcome: { preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'fulfilled' }, type: 'HTLC_SETTLED' }]);
  }));

test('path 5 goes unopened → online → offline → onchain in 6 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['CHANNEL_OPENED(connected: true)'], situations['online']);
    await path.step(events['HTLC_OFFERED'], situations['online~2'], [{ id: 0, type: 'HTLC_ADDED' }]);
    await path.step(events['CHANNEL_DISCONNECTED'], situations['offline~5']);
    await path.step(events['HTLC_FAILED(id: 0)'], situations['offline~7']);
    await path.step(events['CHANNEL_CLOSED'], situations['onchain~6'], [{ type: 'CHANNEL_GONE' }]);
    await path.step(events['HTLC_FULFILLED(id: 0)'], situations['onchain~5'], [{ htlc: { amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 0, kept: { reason: 'ab', type: 'failed' }, origin: { part: [1n, 0n] } }, outcome: { preimage: '1111111111111111111111111111111111111111111111111111111111111111', type: 'fulfilled' }, type: 'HTLC_SETTLED' }]);
  }));

test('path 6 goes unopened → online → offline → onchain in 6 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['CHANNEL_OPENED(connected: true)'], situations['online']);
    await path.step(events['HTLC_OFFERED'], situations['online~2'], [{ id: 0, type: 'HTLC_ADDED' }]);
    await path.step(events['CHANNEL_DISCONNECTED'], situations['offline~5']);
    await path.step(events['HTLC_FAILED_MALFORMED(id: 0)'], situations['offline~8']);
    await path.step(events['CHANNEL_CLOSED'], situations['onchain~7'], [{ type: 'CHANNEL_GONE' }]);
    await path.step(events['HTLC_TIMED_OUT(id: 0)'], situations['onchain~8'], [{ htlc: { amountMsat: 10000n, expiry: 500, from: 0, hash: '3333333333333333333333333333333333333333333333333333333333333333', id: 0, kept: { failcode: 49157, sha256OfOnion: '4444444444444444444444444444444444444444444444444444444444444444', type: 'malformed' }, origin: { part: [1n, 0n] } }, outcome: { type: 'timed-out' }, type: 'HTLC_SETTLED' }]);
  }));

test.run();
