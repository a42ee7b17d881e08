// One page of a kernel over the slides: it shows the part that the present slide names, in the slide's scale.
(() => {
  const frame = document.createElement("iframe");
  frame.src = LIVE_PAGE;
  frame.title = "Упражнение";
  frame.className = "sl-frame";
  document.body.append(frame);
  let heard = false;

  function marks() {
    try { return [...frame.contentDocument.querySelectorAll(".sl-mark")]; } catch { return []; }
  }

  function cellOf(mark) {
    return mark.closest(".jp-Cell") ?? mark.parentElement;
  }

  function put() {
    const place = Reveal.getCurrentSlide()?.querySelector(".sl-live");
    frame.style.visibility = "hidden";
    if (!place || Reveal.isOverview()) return;
    const found = marks();
    const mine = found.find((mark) => mark.dataset.item === place.dataset.item);
    if (!mine) return;
    for (const mark of found) cellOf(mark).style.display = mark === mine ? "" : "none";
    const box = place.getBoundingClientRect();
    const scale = Reveal.getScale();
    Object.assign(frame.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width / scale}px`,
      height: `${box.height / scale}px`, transform: `scale(${scale})`, visibility: "visible" });
    if (!heard) {
      heard = true;
      // arrows turn slides only where they do not move through a form
      frame.contentDocument.addEventListener("keydown", (event) => {
        if (event.target.closest("input, select, textarea, button, [tabindex]")) return;
        if (event.key === "ArrowRight" || event.key === "PageDown") Reveal.next();
        if (event.key === "ArrowLeft" || event.key === "PageUp") Reveal.prev();
      });
    }
  }
  for (const event of ["ready", "slidechanged", "resize", "overviewshown", "overviewhidden"]) Reveal.on(event, put);
  addEventListener("resize", put);
  setInterval(put, 700);
})();
