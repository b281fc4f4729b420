/** A two-way pipe between the host and a face: a WebSocket, a MessagePort, or two functions in a test. */
export interface Channel<Out, In> {
  send(message: Out): void;
  /** Binary frames go beside the messages, in order with them. */
  sendFrame(frame: Uint8Array): void;
  onMessage(listener: (message: In) => void): void;
  onFrame(listener: (frame: Uint8Array) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
