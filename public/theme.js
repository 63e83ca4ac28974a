// before the first paint, so that nothing flashes; src/ui/preferences/looks.ts and src/ui/shell/sidebarWidth.ts go on from here
try {
  for (const name of ["theme", "contrast", "density", "text"]) {
    const chosen = localStorage.getItem(`openchat:${name}`)
    if (/^(?:light|dark|more|compact|small|larger?)$/.test(chosen))
      document.documentElement.dataset[name] = chosen
  }
  const width = Number(localStorage.getItem("openchat:sidebar-width"))
  if (width >= 220 && width <= 400) document.documentElement.style.setProperty("--sidebar", `${width}px`)
} catch {
  // without storage the page is as it is for everybody
}
