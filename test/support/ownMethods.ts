import { it, makeMethods } from "@effect/vitest"

// `layer` gives its `it` methods that provide the layer, and that is everybody's `it`: without this, the tests of the
// next file in the same process would run with its clock and its services.
makeMethods(it)
