import { dirname, isAbsolute, posix, relative, resolve, sep } from "node:path"
import { fileURLToPath } from "node:url"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..")

/** A file's place in the repository, with forward slashes on every system. */
export const placeOf = (file) => relative(root, file).split(sep).join(posix.sep)

/** The place that an import names, or undefined when it names a package. */
export const importedPlace = (file, specifier) => {
  const path = specifier.split("?")[0]
  return path.startsWith(".") || isAbsolute(path) ? placeOf(resolve(dirname(file), path)) : undefined
}

/** `@effect/rpc/RpcClient` is of the package `@effect/rpc`. */
export const packageOf = (specifier) =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")
