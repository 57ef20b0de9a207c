// A panel's picture and its table as files, made from what the page shows.
(() => {
  "use strict";

  const save = (name, type, parts) => {
    const address = URL.createObjectURL(new Blob(parts, { type }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
  };

  const picture = (button) => {
    const box = document.getElementById(button.dataset.picture);
    const chart = box && window.echarts && window.echarts.getInstanceByDom(box);
    if (chart) save(`${button.dataset.name}.svg`, "image/svg+xml", [chart.renderToSVGString()]);
  };

  const cell = (node) => {
    const text = node.textContent.trim();
    const safe = /^[=+@\t\r]/.test(text) || /^-[^0-9]/.test(text) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
  };

  const table = (button) => {
    const rows = document.getElementById(button.dataset.tableFile).querySelectorAll("tr");
    const lines = [...rows].map((row) => [...row.cells].map(cell).join(","));
    save(`${button.dataset.name}.csv`, "text/csv;charset=utf-8", [`\ufeff${lines.join("\r\n")}\r\n`]);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-picture], [data-table-file]");
    if (button) (button.dataset.picture ? picture : table)(button);
  });
})();
