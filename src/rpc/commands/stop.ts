/** `stop`: ends the process in order, once this answer is on its way (lightning-stop(7)). */
import { answer } from '../command.ts';
import { command } from '../served-node.ts';

export const stop = command({
  name: 'stop',
  params: {},
  run(_values, { node }) {
    // In the next turn, so that the reply is written first.
    setImmediate(() => node.stop());
    return answer('Shutdown complete');
  },
});
