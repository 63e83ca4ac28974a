import type { Block } from "../../markdown/MarkdownWire.ts"
import { blockNodes } from "./blockNodes.ts"
import { applyChosen } from "./chosen.ts"
import { type PageServices, useBlock } from "./useBlock.ts"

/** The last blocks of a text that is being written: their nodes will not be wanted again. */
const open = 2

interface BlockView {
  readonly element: HTMLElement
  /** Where the pieces are. */
  readonly slot: Element
  block: Block
  /** How many nodes each piece has. */
  readonly counts: Array<number>
}

const slots = { none: "*", code: "code", list: "ol, ul", rows: "tbody" } as const

/** Lets the nodes of pieces that stay the same stay, and replaces those from the first that differs. */
const showPieces = (view: BlockView, block: Block, again: boolean) => {
  const before = view.block.pieces
  let same = 0
  while (same < view.counts.length && before[same] === block.pieces[same]) same++
  const removed = view.counts.splice(same).reduce((sum, count) => sum + count, 0)
  for (let at = 0; at < removed; at++) view.slot.lastChild?.remove()
  for (const piece of block.pieces.slice(same)) {
    const nodes = blockNodes(piece, block.slot, again)
    view.counts.push(nodes.childNodes.length)
    view.slot.append(nodes)
  }
  view.block = block
}

const makeView = (block: Block, again: boolean): BlockView => {
  const element = document.createElement("div")
  element.className = "block"
  element.dir = "auto"
  element.append(blockNodes(block.shell, "none", again))
  const slot = element.querySelector(slots[block.slot]) ?? element
  const view = { element, slot, block, counts: [] }
  showPieces(view, block, again)
  applyChosen(element)
  return view
}

/** The blocks of one message in the page. What did not change stays as it is, with its scroll and its selection. */
export const makeBlocksView = (root: HTMLElement, page: PageServices) => {
  const views: Array<BlockView> = []
  root.addEventListener("click", (event) => useBlock(event, page))

  const show = (keep: number, blocks: ReadonlyArray<Block>, writing: boolean): void => {
    const settled = keep + blocks.length - (writing ? open : 0)
    for (const [index, block] of blocks.entries()) {
      const at = keep + index
      const view = views[at]
      const again = at < settled
      if (view !== undefined && view.block.shell === block.shell && view.block.slot === block.slot) {
        showPieces(view, block, again)
        continue
      }
      const made = makeView(block, again)
      if (view === undefined) root.append(made.element)
      else view.element.replaceWith(made.element)
      views[at] = made
    }
    for (const { element } of views.splice(keep + blocks.length)) element.remove()
  }

  return { show } as const
}
