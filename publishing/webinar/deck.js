// Starts the slides. S opens the speaker's notes, O the overview, F the whole screen.
Reveal.initialize({
  width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 3, center: false, hash: true, controls: true, progress: true,
  slideNumber: "c/t", transition: "none", backgroundTransition: "none", pdfMaxPagesPerSlide: 1, pdfSeparateFragments: false,
  showNotes: false, plugins: [RevealNotes], help: false, mobileViewDistance: 3, viewDistance: 3, scrollActivationWidth: null,
});
