import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';

// Linux grants what net.core.rmem_max allows.
const receiveBuffer = 4 * 1024 * 1024;

/** A UDP socket that keeps every datagram it got. */
export class DatagramReceiver {
  readonly messages: string[] = [];
  #socket: Socket | null = null;
  #port = 0;

  static async start(): Promise<DatagramReceiver> {
    const receiver = new DatagramReceiver();
    await receiver.#bind(0);
    return receiver;
  }

  get port(): number {
    return this.#port;
  }

  async kill(): Promise<() => Promise<void>> {
    await this.stop();
    return () => this.#bind(this.#port);
  }

  async stop(): Promise<void> {
    const socket = this.#socket;
    this.#socket = null;
    if (socket !== null) await new Promise<void>((resolve) => socket.close(() => resolve()));
  }

  async #bind(port: number): Promise<void> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: receiveBuffer });
    socket.on('message', (message) => this.messages.push(message.toString('utf8')));
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, '127.0.0.1', resolve);
    });
    this.#socket = socket;
    this.#port = socket.address().port;
  }
}
