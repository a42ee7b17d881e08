// The search of the glossary: hides terms without the words. Typed text is compared, never written into the page.
(() => {
  const box = document.querySelector(".st-search"), field = document.getElementById("search"), found = document.getElementById("found");
  const folded = (text) => text.toLowerCase().replaceAll("ё", "е");
  const terms = [...document.querySelectorAll(".st-term")].map((node) => [node, folded(node.textContent)]);
  box.hidden = false;
  field.addEventListener("input", () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean).map((word) => word.slice(0, Math.max(3, word.length - 2)));
    let count = 0;
    for (const [node, text] of terms) {
      const fits = words.every((word) => text.includes(word));
      node.hidden = !fits;
      count += fits;
    }
    found.textContent = words.length ? (count ? `Найдено: ${count}` : "Ничего не нашлось: попробуйте часть слова") : "";
  });
})();
