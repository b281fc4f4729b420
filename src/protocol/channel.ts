/** A two-way pipe between the host and a face: a WebSocket, a MessagePort, or two functions in a test. */
export interface Channel<Out, In> {
  send(message: Out): void;
  /** Binary frames go beside the messages, in order with them. */
  sendFrame(frame: Uint8Array): void;
  onMessage(listener: (message: In) => void): void;
  onFrame(listener: (frame: Uint8Array) => void): void;
  onClose(listener: () => void): void;
  close(): void;
  /** How far the other side is behind with taking what it was sent; absent where a pipe cannot tell. */
  readonly flow?: Flow;
}

export interface Flow {
  /** Whether so much waits to be taken that no more should be made for the other side. */
  readonly isFull: boolean;
  /** Told when there is room again. */
  onRoom(listener: () => void): void;
}
