/**
 * A client of the listings benchmark: `list` reads `listpays` to its end, `ping` asks `getinfo` again and again, for some seconds or
 * (0) until its input ends. Prints what it measured as JSON.
 */
import { connect, type Socket } from 'node:net';

/** Between two `getinfo`. */
const PAUSE_MS = 5;

const [path = '', what = '', seconds = '0'] = process.argv.slice(2);
const socket = connect(path);
process.stdout.write(JSON.stringify(what === 'list' ? await list(socket) : await ping(socket, Number(seconds))));
socket.destroy();

async function list(client: Socket): Promise<{ seconds: number; pays: number }> {
  const started = performance.now();
  let pays = 0;
  let last = Buffer.alloc(0);
  client.write('{"jsonrpc":"2.0","id":1,"method":"listpays","params":{}}');
  for await (const chunk of client as AsyncIterable<Buffer>) {
    // What may hold a name that was cut, and the end.
    const text = Buffer.concat([last, chunk]);
    pays += occurrences(text, '"payment_hash"');
    last = text.subarray(-13);
    if (text.subarray(-2).toString() === '\n\n') break;
  }
  return { seconds: (performance.now() - started) / 1000, pays };
}

function occurrences(text: Buffer, word: string): number {
  let found = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) found++;
  return found;
}

async function ping(client: Socket, forSeconds: number): Promise<number[]> {
  const times: number[] = [];
  let ended = false;
  if (forSeconds > 0) setTimeout(end, forSeconds * 1000);
  else process.stdin.on('end', end).resume();
  while (!ended) {
    const started = performance.now();
    client.write('{"jsonrpc":"2.0","id":1,"method":"getinfo","params":{}}');
    await answered(client);
    times.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return times;

  function end(): void {
    ended = true;
  }
}

function answered(client: Socket): Promise<void> {
  return new Promise((resolve) => {
    const look = (chunk: Buffer): void => {
      if (chunk.subarray(-2).toString() !== '\n\n') return;
      client.off('data', look);
      resolve();
    };
    client.on('data', look);
  });
}
