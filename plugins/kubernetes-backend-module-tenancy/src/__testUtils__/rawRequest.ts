import { connect } from 'node:net';

/** Sends a request exactly as it is written, which no HTTP client does, and returns the status. */
export async function rawRequest(
  port: number,
  requestLine: string,
  headers: Record<string, string>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      const lines = Object.entries({
        host: 'localhost',
        connection: 'close',
        ...headers,
      }).map(([name, value]) => `${name}: ${value}`);
      socket.write(`${requestLine} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    });
    let answer = '';
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', chunk => {
      answer += chunk;
      const status = /^HTTP\/1\.1 (\d{3})/.exec(answer);
      if (status) {
        resolve(Number(status[1]));
        socket.destroy();
      }
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed: ${answer}`)));
  });
}
