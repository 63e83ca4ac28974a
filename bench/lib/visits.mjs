import { loadavg } from "node:os"
import { closePage, launch, makeProfile, removeProfile } from "./browser.mjs"
import { openSide, sides } from "./sides.mjs"

export const lines = ["newest", "chat-list", "search", "add", "add-idle", "pixel", "bulk"]
export const floors = ["floor-ping", "floor-newest", "floor-search", "floor-add"]

const samples = { newest: 100, "chat-list": 60, search: 100, add: 200, "add-idle": 80, pixel: 80 }
const floorSamples = 100

/** Times by line, then by side, one list for each round. */
export const makeTimes = () => {
  const times = {}
  const loads = []
  const put = (line, side, values) => {
    times[line] ??= {}
    times[line][side] ??= []
    times[line][side].push(values)
  }
  const noteLoad = () => loads.push(loadavg()[0])
  return { times, loads, put, noteLoad }
}

/** Neither side is always the first. */
const inTurn = (round) => (round % 2 === 0 ? sides : sides.toReversed())

export const coldRounds = async ({ site, schema, rounds, record }) => {
  for (let round = 0; round < rounds; round++) {
    for (const side of inTurn(round)) {
      const profile = await makeProfile()
      const context = await launch(profile)
      const { opened } = await openSide(context, site, side, schema)
      record.put("open-cold", side, [opened])
      record.noteLoad()
      await context.close()
      await removeProfile(profile)
    }
  }
}

const warmOpens = 3

/** Samples that one side takes before it is the other's turn: what else the machine does then meets both alike. */
const blocks = 4
const warmUp = 10

const measureLine = async ({ pages, order, line, seed, record }) => {
  const one = line === "bulk"
  const perBlock = one ? 1 : Math.ceil((samples[line] ?? floorSamples) / blocks)
  const times = new Map(order.map((side) => [side, []]))
  for (let block = 0; block < (one ? 1 : blocks); block++) {
    for (const side of block % 2 === 0 ? order : order.toReversed()) {
      const plan = { seed: seed * 10 + block, samples: perBlock, warmUp: block === 0 ? warmUp : 1 }
      times
        .get(side)
        .push(
          ...(await pages.get(side).evaluate(([name, it]) => window.bench.measure(name, it), [line, plan])),
        )
    }
  }
  for (const [side, values] of times) record.put(line, side, values)
}

/** Opens a chat a few times on either side, then takes every line once on both in turn. */
const visit = async ({ context, site, order, data, seed, record, chosen }) => {
  const { messages, chatIds } = data
  const pages = new Map()
  const opens = new Map(order.map((side) => [side, []]))
  for (let at = 0; at < warmOpens; at++) {
    for (const side of order) {
      const chat = chatIds[(seed * 7 + at) % chatIds.length]
      const { page, opened } = await openSide(context, site, side, [], { messages: String(messages), chat })
      opens.get(side).push(opened)
      if (at < warmOpens - 1) await closePage(page)
      else pages.set(side, page)
    }
  }
  for (const [side, values] of opens) record.put("open-warm", side, values)
  for (const line of chosen) await measureLine({ pages, order, line, seed, record })
  for (const line of floors) await measureLine({ pages, order: ["raw"], line, seed, record })
  for (const page of pages.values()) await closePage(page)
}

/** All lines on both sides in every round, in one browser with files that already hold messages. */
export const warmRounds = async ({ site, data, rounds, record }) => {
  const context = await launch(data.profile)
  for (let round = 0; round < rounds; round++) {
    await visit({ context, site, order: inTurn(round), data, seed: 100 + round, record, chosen: lines })
    record.noteLoad()
    process.stdout.write(".")
  }
  process.stdout.write("\n")
  await context.close()
}

/** The sizes take turns too. What would change a small one much comes last. */
export const scaleRounds = async ({ site, sizes, rounds }) => {
  const lasting = ["bulk"]
  const others = lines.filter((line) => !lasting.includes(line))
  for (let round = 0; round <= rounds; round++) {
    for (const { data, record } of sizes) {
      const context = await launch(data.profile)
      const chosen = round === rounds ? lasting : others
      await visit({ context, site, order: inTurn(round), data, seed: 200 + round, record, chosen })
      record.noteLoad()
      await context.close()
    }
    process.stdout.write(".")
  }
  process.stdout.write("\n")
}
