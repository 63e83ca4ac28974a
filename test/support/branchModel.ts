/** What the branches of one chat must be, by the rule B1 alone: a tree in a map, and the choices that were made. */
interface Node {
  readonly id: string
  readonly parentId: string | null
  readonly createdAt: number
  readonly deleted: boolean
}

export interface Shown {
  readonly id: string
  readonly siblings: number
  readonly siblingIndex: number
}

const top = "top"

const byAge = (a: Node, b: Node) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)

export const makeBranchModel = () => {
  const nodes = new Map<string, Node>()
  const chosen = new Map<string, string>()

  const below = (fork: string) =>
    [...nodes.values()].filter(({ parentId }) => (parentId ?? top) === fork).toSorted(byAge)

  const shownBelow = (fork: string): string | undefined => {
    const all = below(fork)
    const live = all.filter(({ deleted }) => !deleted)
    return chosen.get(fork) ?? live.at(-1)?.id ?? all.at(-1)?.id
  }

  /** From the top to the leaf, tombstones included. */
  const path = (): ReadonlyArray<string> => {
    const ids: Array<string> = []
    for (let at = shownBelow(top); at !== undefined; at = shownBelow(at)) ids.push(at)
    return ids
  }

  const choosePathTo = (id: string) => {
    for (let node = nodes.get(id); node !== undefined; node = nodes.get(node.parentId ?? top)) {
      chosen.set(node.parentId ?? top, node.id)
    }
  }

  const setDeleted = (id: string, deleted: boolean) => {
    const node = nodes.get(id)
    if (node !== undefined) nodes.set(id, { ...node, deleted })
  }

  return {
    leaf: () => path().at(-1) ?? null,
    ids: () => [...nodes.keys()],
    add: (id: string, parentId: string | null, createdAt: number) => {
      nodes.set(id, { id, parentId, createdAt, deleted: false })
      choosePathTo(id)
    },
    remove: (id: string) => {
      setDeleted(id, true)
      const fork = nodes.get(id)?.parentId ?? top
      if (chosen.get(fork) === id) chosen.delete(fork)
    },
    restore: (id: string) => {
      setDeleted(id, false)
      choosePathTo(id)
    },
    activate: choosePathTo,
    /** A version that was deleted has no neighbours. */
    selectSibling: (id: string, offset: -1 | 1) => {
      const live = below(nodes.get(id)?.parentId ?? top).filter(({ deleted }) => !deleted)
      const place = live.findIndex((node) => node.id === id)
      const wanted = place < 0 ? undefined : live[place + offset]
      if (wanted !== undefined) choosePathTo(wanted.id)
    },
    shown: (): ReadonlyArray<Shown> =>
      path().flatMap((id) => {
        const node = nodes.get(id)
        if (node === undefined || node.deleted) return []
        const live = below(node.parentId ?? top).filter(({ deleted }) => !deleted)
        return [{ id, siblings: live.length, siblingIndex: live.findIndex((it) => it.id === id) }]
      }),
  }
}
