// The grading desk in JupyterLab's launcher and command palette: opens `<base>/desk` in a window of its own.
// A federated extension written by hand, without a build step: it takes Lab's own modules from the shared scope.
"use strict";

(() => {
  const ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="16"><path class="jp-icon3" fill="#616161" d="M4 3h16v18H4zm2 2v14h12V5zm2 3h5v2H8zm0 4h3v2H8zm9.6-.9 1.4 1.4-5.4 5.4-3-3 1.4-1.4 1.6 1.6z"/></svg>';
  const COMMAND = "mentoring:desk";
  let scope;

  async function shared(name) {
    const versions = Object.values(scope[name] ?? {});
    return versions.length ? (await versions[0].get())() : null;
  }

  async function plugin() {
    const [launcher, palette, core, ui] = await Promise.all(
      ["@jupyterlab/launcher", "@jupyterlab/apputils", "@jupyterlab/coreutils", "@jupyterlab/ui-components"].map(shared));
    return {
      id: "mentoring-desk:plugin",
      autoStart: true,
      optional: [launcher?.ILauncher, palette?.ICommandPalette].filter(Boolean),
      activate(app, ...found) {
        app.commands.addCommand(COMMAND, {
          label: "Рабочее место проверяющего",
          caption: "Очередь ответов, которые оценивает человек",
          icon: ui?.LabIcon ? new ui.LabIcon({ name: "mentoring:desk-icon", svgstr: ICON }) : undefined,
          execute: () => { window.open(core.URLExt.join(core.PageConfig.getBaseUrl(), "desk"), "_blank", "noopener"); },
        });
        for (const one of found.filter(Boolean)) {
          if (typeof one.add === "function") one.add({ command: COMMAND, category: "Наставничество", rank: 0 });
          else one.addItem?.({ command: COMMAND, category: "Наставничество" });
        }
      },
    };
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["mentoring-desk"] = {
    init(given) { scope = given; },
    async get() {
      const made = await plugin();
      return () => ({ __esModule: true, default: made });
    },
  };
})();
