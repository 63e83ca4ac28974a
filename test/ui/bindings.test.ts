import { assert, describe, it } from "@effect/vitest"
import { actionIds, actions } from "../../src/ui/actions/actionList.ts"
import { actionNames } from "../../src/ui/actions/actionWords.ts"
import { bindingOf, isSingleKey, type Press, printed, problemOf } from "../../src/ui/actions/bindings.ts"

const press = (key: string, code: string, held: Partial<Press> = {}): Press => ({
  key,
  code,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  ...held,
})

describe("keys", () => {
  it("are kept by letter, and by place where Shift or the layout writes something else", () => {
    const cases: ReadonlyArray<readonly [Press, string | null]> = [
      [press("K", "KeyK", { ctrlKey: true, shiftKey: true }), "$mod+Shift+k"],
      [press("t", "KeyK", { ctrlKey: true }), "$mod+t"],
      [press("л", "KeyK", { ctrlKey: true }), "$mod+KeyK"],
      [press(":", "Semicolon", { ctrlKey: true, shiftKey: true }), "$mod+Shift+Semicolon"],
      [press("/", "Slash", { ctrlKey: true }), "$mod+/"],
      [press("+", "NumpadAdd"), "NumpadAdd"],
      [press("ArrowUp", "ArrowUp", { altKey: true }), "Alt+ArrowUp"],
      [press("Control", "ControlLeft", { ctrlKey: true }), null],
      [press("k", "KeyK", { isComposing: true }), null],
    ]
    for (const [it, binding] of cases) assert.strictEqual(bindingOf(it, false), binding)
  })

  it("are those of the system: Command is the main one on a Mac, Control elsewhere", () => {
    assert.strictEqual(bindingOf(press("k", "KeyK", { metaKey: true }), true), "$mod+k")
    assert.strictEqual(bindingOf(press("k", "KeyK", { ctrlKey: true }), true), "Control+k")
    assert.strictEqual(bindingOf(press("k", "KeyK", { metaKey: true }), false), "Meta+k")
    assert.deepStrictEqual(printed("$mod+Shift+Semicolon", true), ["⌘", "⇧", ";"])
    assert.deepStrictEqual(printed("$mod+Shift+KeyK", false), ["Ctrl", "Shift", "K"])
  })

  it("that are single can be told, as WCAG 2.1.4 asks for", () => {
    assert.deepStrictEqual(["j", "Shift+j", "Delete", "ArrowLeft", "/"].map(isSingleKey), [
      true,
      true,
      true,
      true,
      true,
    ])
    assert.deepStrictEqual(["$mod+j", "Alt+j", "F6", "Shift+F6", "Shift+Escape"].filter(isSingleKey), [])
  })

  it("that nobody can do without, or no page ever gets, are refused", () => {
    assert.strictEqual(problemOf("Tab"), "reserved")
    assert.strictEqual(problemOf("$mod+c"), "reserved")
    assert.strictEqual(problemOf("$mod+t"), "browser")
    assert.strictEqual(problemOf("$mod+k"), undefined)
  })

  it("of the usual ones are free and each has one action, and every action has a name of its own", () => {
    const usual = actionIds.map((id) => actions[id].keys).filter((keys) => keys !== null)
    assert.deepStrictEqual(
      usual.filter((keys) => problemOf(keys) !== undefined),
      [],
    )
    assert.strictEqual(new Set(usual).size, usual.length)
    assert.strictEqual(new Set(Object.values(actionNames)).size, actionIds.length)
  })
})
