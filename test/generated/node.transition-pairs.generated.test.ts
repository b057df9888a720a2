/**
 * Generated from the model of "node"; do not edit.
 * Regenerate: node --import tsx scripts/generate-tests.ts
 * Covers 360 of 360 transition-pairs (granularity: chart).
 */
import { pureDriver, walk } from '../../src/testing/index.ts';
import { suite } from '../support/suite.ts';
import { nodeModel } from '../../src/cli/testing/models/node.ts';

const test = suite('node: transition-pairs (generated)');
const driver = pureDriver(nodeModel);

const events = {
  'NODE_WENT_OFFLINE': { type: 'NODE_WENT_OFFLINE' },
  'NODE_CAME_ONLINE': { type: 'NODE_CAME_ONLINE' },
  'BEHAVIOUR_CHANGED hold': { behaviour: { mode: 'hold' }, type: 'BEHAVIOUR_CHANGED' },
  'BEHAVIOUR_CHANGED normal': { behaviour: { mode: 'normal' }, type: 'BEHAVIOUR_CHANGED' },
  'BEHAVIOUR_CHANGED fail': { behaviour: { failureMessage: '2002', mode: 'fail' }, type: 'BEHAVIOUR_CHANGED' },
  'BEHAVIOUR_CHANGED resolve': { behaviour: { mode: 'resolve', preimage: '1111111111111111111111111111111111111111111111111111111111111111' }, type: 'BEHAVIOUR_CHANGED' },
  'BEHAVIOUR_CHANGED corrupt': { behaviour: { mode: 'corrupt' }, type: 'BEHAVIOUR_CHANGED' },
};

const situations = {
  'behaviour.normal + connection.online': { data: { behaviour: { mode: 'normal' } }, state: 'behaviour.normal + connection.online' },
  'behaviour.normal + connection.offline': { data: { behaviour: { mode: 'normal' } }, state: 'behaviour.normal + connection.offline' },
  'behaviour.hold + connection.offline': { data: { behaviour: { mode: 'hold' } }, state: 'behaviour.hold + connection.offline' },
  'behaviour.hold + connection.online': { data: { behaviour: { mode: 'hold' } }, state: 'behaviour.hold + connection.online' },
  'behaviour.fail + connection.offline': { data: { behaviour: { failureMessage: '2002', mode: 'fail' } }, state: 'behaviour.fail + connection.offline' },
  'behaviour.fail + connection.online': { data: { behaviour: { failureMessage: '2002', mode: 'fail' } }, state: 'behaviour.fail + connection.online' },
  'behaviour.resolve + connection.offline': { data: { behaviour: { mode: 'resolve', preimage: '1111111111111111111111111111111111111111111111111111111111111111' } }, state: 'behaviour.resolve + connection.offline' },
  'behaviour.resolve + connection.online': { data: { behaviour: { mode: 'resolve', preimage: '1111111111111111111111111111111111111111111111111111111111111111' } }, state: 'behaviour.resolve + connection.online' },
  'behaviour.corrupt + connection.offline': { data: { behaviour: { mode: 'corrupt' } }, state: 'behaviour.corrupt + connection.offline' },
  'behaviour.corrupt + connection.online': { data: { behaviour: { mode: 'corrupt' } }, state: 'behaviour.corrupt + connection.online' },
};

const initial = { ...situations['behaviour.normal + connection.online'], effects: [] };

test('path 1 goes behaviour.normal + connection.online → behaviour.normal + connection.offline → behaviour.normal + connection.online → behaviour.normal + connection.offline → behaviour.hold + connection.offline → (53 more) → behaviour.hold + connection.online in 60 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.normal + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.normal + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.normal + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.hold + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.hold + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.hold + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.normal + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.fail + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.fail + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.fail + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.normal + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.resolve + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.resolve + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.resolve + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.normal + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.corrupt + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.corrupt + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.corrupt + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.normal + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.normal + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.hold + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.normal + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.fail + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.normal + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.resolve + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.normal + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.corrupt + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.normal + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.normal + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.fail + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.hold + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.resolve + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
  }));

test('path 2 goes behaviour.normal + connection.online → behaviour.hold + connection.online → behaviour.normal + connection.online → behaviour.hold + connection.online → behaviour.fail + connection.online → (51 more) → behaviour.fail + connection.offline in 60 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.fail + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.hold + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.resolve + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.hold + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.corrupt + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.hold + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.hold + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.corrupt + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.hold + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.hold + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.resolve + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.fail + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.hold + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
  }));

test('path 3 goes behaviour.normal + connection.online → behaviour.fail + connection.online → behaviour.corrupt + connection.online → behaviour.corrupt + connection.offline → behaviour.fail + connection.offline → (48 more) → behaviour.resolve + connection.online in 60 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.corrupt + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.fail + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.fail + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.resolve + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.fail + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.corrupt + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.fail + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.fail + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.corrupt + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.resolve + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.resolve + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.corrupt + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.resolve + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.resolve + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
  }));

test('path 4 goes behaviour.normal + connection.online → behaviour.corrupt + connection.online → behaviour.resolve + connection.online → behaviour.normal + connection.online → behaviour.corrupt + connection.online → (44 more) → behaviour.fail + connection.offline in 60 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.corrupt + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.corrupt + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.normal + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
  }));

test('path 5 goes behaviour.normal + connection.online → behaviour.normal + connection.offline → behaviour.fail + connection.offline → behaviour.corrupt + connection.offline → behaviour.normal + connection.offline → (48 more) → behaviour.normal + connection.offline in 60 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.normal + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
  }));

test('path 6 goes behaviour.normal + connection.online → behaviour.normal + connection.offline → behaviour.resolve + connection.offline → behaviour.hold + connection.offline → behaviour.corrupt + connection.offline → (37 more) → behaviour.resolve + connection.online in 60 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.normal + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.resolve + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.hold + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.fail + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
  }));

test('path 7 goes behaviour.normal + connection.online → behaviour.normal + connection.offline → behaviour.corrupt + connection.offline → behaviour.resolve + connection.offline → behaviour.corrupt + connection.offline → (24 more) → behaviour.hold + connection.offline in 52 events', () =>
  walk(driver, initial, async (path) => {
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.normal + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_CAME_ONLINE'], situations['behaviour.corrupt + connection.online'], [{ type: 'RECONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED fail'], situations['behaviour.fail + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.online'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['NODE_WENT_OFFLINE'], situations['behaviour.resolve + connection.offline'], [{ type: 'DISCONNECT_CHANNELS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED resolve'], situations['behaviour.resolve + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED corrupt'], situations['behaviour.corrupt + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED normal'], situations['behaviour.normal + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
    await path.step(events['BEHAVIOUR_CHANGED hold'], situations['behaviour.hold + connection.offline'], [{ type: 'REVIEW_HELD_HTLCS' }]);
  }));

test.run();
