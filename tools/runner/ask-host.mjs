// Asks for a process that runs nodes (engines/nx/hosts.ts lends them), and passes on what it prints. Little else is loaded: a
// node needs one of these. The connection is the sign of life of both.
import { connect } from 'node:net';

/**
 * @param {string} lender where processes are lent, and the word that it wants to hear: `socket token`
 * @returns {Promise<number>} the exit code of the node; 1 where its process ended without one
 */
export function askHost(lender) {
  const [socket, token] = lender.split(' ');
  return new Promise((resolve) => {
    const connection = connect(`\0${socket}`);
    let code = 1;
    let rest = Buffer.alloc(0);
    connection.on('error', (error) =>
      console.error(`the command that began this run does not answer: ${error.message}`),
    );
    connection.on('data', (piece) => {
      rest = Buffer.concat([rest, piece]);
      while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32LE(1)) {
        const [kind, end] = [rest[0], 5 + rest.readUInt32LE(1)];
        const content = rest.subarray(5, end);
        if (kind === 0) code = Number(content);
        else (kind === 1 ? process.stdout : process.stderr).write(content);
        rest = rest.subarray(end);
      }
    });
    connection.on('close', () => resolve(code));
    connection.write(`${token}${JSON.stringify(process.env)}\n`);
  });
}
