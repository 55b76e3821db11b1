import WebSocket from 'ws';

/** A connection is dropped or refused well within this. */
const CONNECT_TIMEOUT_MS = 5_000;
const ATTEMPTS = 3;

/** The connection, or how it was refused; tries again when it is dropped, as the portal does. */
export async function connectWebSocket(
  url: string,
  protocols: string[],
): Promise<WebSocket | string> {
  let outcome: WebSocket | string = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const socket = new WebSocket(url, protocols);
    outcome = await new Promise<WebSocket | string>(resolve => {
      const late = setTimeout(() => {
        resolve('hangs');
        socket.terminate();
      }, CONNECT_TIMEOUT_MS);
      socket.on('close', () => clearTimeout(late));
      socket.on('open', () => {
        clearTimeout(late);
        resolve(socket);
      });
      socket.on('unexpected-response', (_req, res) => {
        resolve(String(res.statusCode));
        socket.terminate();
      });
      socket.on('error', error => resolve(error.message));
    });
    if (!/hang up|ECONNRESET/.test(String(outcome))) break;
  }
  return outcome;
}
