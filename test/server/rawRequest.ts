import { Effect } from "effect"
import { connect } from "node:net"
import { portOf } from "./syncClient.ts"

export interface RawRequest {
  readonly method: string
  readonly path: string
  readonly headers: ReadonlyArray<readonly [string, string]>
  readonly body: string
}

export interface RawAnswer {
  /** 0 if the line was cut without an answer. */
  readonly status: number
  readonly text: string
}

/**
 * One request byte for byte as it is given, past every check of a client, and all that comes back until the server
 * ends the connection.
 */
export const rawRequest = ({ body, headers, method, path }: RawRequest) =>
  Effect.flatMap(portOf, (port) =>
    Effect.async<RawAnswer>((resume) => {
      const socket = connect(port, "127.0.0.1")
      const chunks: Array<Buffer> = []
      const end = () => {
        const text = Buffer.concat(chunks).toString()
        resume(Effect.succeed({ status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? 0), text }))
      }
      socket.on("data", (chunk) => chunks.push(chunk))
      // whoever is refused while still sending may be cut off
      socket.on("error", () => undefined)
      socket.on("close", end)
      const sent = Buffer.from(body)
      const lines = [
        `${method} ${path} HTTP/1.1`,
        "host: 127.0.0.1",
        "connection: close",
        ...(sent.length === 0 ? [] : [`content-length: ${sent.length}`]),
        ...headers.map(([name, value]) => `${name}: ${value}`),
      ]
      socket.write(`${lines.join("\r\n")}\r\n\r\n`)
      socket.write(sent)
      return Effect.sync(() => socket.destroy())
    }),
  )
