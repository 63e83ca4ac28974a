import type { Failure } from "../client/Failure.ts"
import { later } from "./later.tsx"
import type { ToastAction } from "./ToastList.tsx"

const load = () => import("./ToastList.tsx")

export const ToastRegion = later(async () => (await load()).ToastRegion)

/** Says what happened and offers one thing to do about it. */
export const showToast = (text: string, action?: ToastAction, priority: "high" | "low" = "low"): void =>
  void load().then((toasts) => toasts.showToast(text, action, priority))

/** One button at a time, for what was done last. When that is undone, the one before is offered again. */
export const showUndo = (text: string, undo: () => void): void =>
  void load().then((toasts) => toasts.showUndo(text, undo))

export const showFailure = (failure: Failure, again?: () => void): void =>
  showToast(failure.sentence, again && { label: "Retry", run: again }, "high")
