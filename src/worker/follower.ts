import {
  type Announcement,
  type Down,
  helloChannel,
  tabChannel,
  type Up,
  wireVersion,
} from "../domain/rpc/TabWire.ts"

/** Milliseconds between two calls for a leader, until one answers. */
const helloInterval = 250

/** Relays the page's messages to whichever worker leads. Keeps no state but the epoch. */
export const follow = (worker: string, toPage: (message: Down) => void) => {
  const hello = new BroadcastChannel(helloChannel)
  const channel = new BroadcastChannel(tabChannel(worker))
  let epoch: string | undefined

  const sayHello = () => {
    if (epoch !== undefined) return
    const announcement: Announcement = { _tag: "Hello", worker, wireVersion }
    hello.postMessage(announcement)
  }
  hello.onmessage = ({ data }: MessageEvent<Announcement>) => {
    if (data._tag !== "Leader" || data.epoch === epoch) return
    epoch = undefined
    sayHello()
  }
  channel.onmessage = ({ data }: MessageEvent<Down>) => {
    switch (data._tag) {
      case "Connected":
        if (data.epoch === epoch) return
        epoch = data.epoch
        return toPage(data)
      case "Message":
        return data.epoch === epoch ? toPage(data) : undefined
      default:
        return toPage(data)
    }
  }
  // the channel is open before anybody is asked to write to it
  sayHello()
  const timer = setInterval(sayHello, helloInterval)

  return {
    receive: (up: Up) => {
      if (up.epoch === epoch) channel.postMessage(up)
    },
    close: () => {
      clearInterval(timer)
      hello.close()
      channel.close()
    },
  }
}
