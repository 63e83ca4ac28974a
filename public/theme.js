try {
  const theme = localStorage.getItem("openchat:theme")
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme
} catch {
  // without storage the system's theme is used
}
