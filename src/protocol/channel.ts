/** A two-way pipe between the host and a face: a WebSocket, a MessagePort, or two functions in a test. */
export interface Channel<Out, In> {
  send(message: Out): void;
  /** Binary frames are sent in order with the messages. */
  sendFrame(frame: Uint8Array): void;
  onMessage(listener: (message: In) => void): void;
  onFrame(listener: (frame: Uint8Array) => void): void;
  onClose(listener: () => void): void;
  close(): void;
  /** How far the other side lags behind; absent if the pipe cannot tell. */
  readonly flow?: Flow;
}

export interface Flow {
  /** Whether the backlog is so large that nothing more should be produced for the other side. */
  readonly isFull: boolean;
  /** Called when there is room again. */
  onRoom(listener: () => void): void;
}
