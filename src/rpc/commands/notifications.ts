/** `notifications`: messages of running commands for this connection, on or off (lightning-notifications(7)). */
import { answer } from '../command.ts';
import { boolean } from '../param-types.ts';
import { required } from '../params.ts';
import { command } from '../served-node.ts';

export const notifications = command({
  name: 'notifications',
  params: { enable: required(boolean) },
  run({ enable }, { enableNotifications }) {
    enableNotifications(enable);
    // lightning-cli reads this reply into 100 bytes: it must stay empty.
    return answer<Record<string, never>>({});
  },
});
