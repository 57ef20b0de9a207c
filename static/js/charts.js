// Draws what a page says as data: <div class="chart" data-chart="id-of-json">; its table stays beside it.
(() => {
  "use strict";

  const INK = "#17212b";
  const MUTED = "#566472";
  const LINE = "#e2e7ec";
  const COLOURS = { ok: "#1d4f91", wait: "#c9a227", bad: "#b5392f", idle: "#9aa7b3", info: "#5b8cc4" };
  const drawn = new Map();

  const category = (data, size) => ({
    type: "category",
    data: data.labels,
    inverse: Boolean(data.horizontal),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: LINE } },
    axisLabel: {
      color: MUTED,
      fontSize: size,
      hideOverlap: true,
      ...(data.horizontal ? { width: 10 * size, overflow: "truncate" } : {}),
    },
  });

  const value = (data, number, size) => ({
    type: "value",
    min: data.min,
    max: data.max,
    minInterval: 1,
    splitLine: { lineStyle: { color: "#eef1f4" } },
    axisLabel: { color: MUTED, fontSize: size, hideOverlap: true, formatter: (amount) => number.format(amount) },
  });

  const option = (data, number, size) => ({
    animation: false,
    textStyle: { color: MUTED, fontFamily: "inherit" },
    grid: { left: 8, right: data.horizontal ? 28 : 8, top: 16, bottom: 4, containLabel: true },
    aria: { enabled: true, label: { description: data.summary } },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      axisPointer: { type: "shadow" },
      textStyle: { color: INK, fontSize: 13 },
      valueFormatter: (amount) => number.format(amount),
    },
    xAxis: data.horizontal ? value(data, number, size) : category(data, size),
    yAxis: data.horizontal ? category(data, size) : value(data, number, size),
    series: data.series.map((series) => ({
      name: series.name,
      type: data.kind || "bar",
      stack: data.stacked ? "all" : undefined,
      data: series.values,
      itemStyle: { color: COLOURS[series.tone] || COLOURS.info },
      lineStyle: series.dashed ? { type: "dashed" } : undefined,
      symbolSize: 8,
      barMaxWidth: 22,
      emphasis: { focus: "none" },
    })),
  });

  const draw = (box) => {
    const source = document.getElementById(box.dataset.chart);
    if (!source || drawn.has(box) || box.hidden) return;
    const data = JSON.parse(source.textContent);
    const number = new Intl.NumberFormat(document.documentElement.lang || "zh-Hans");
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption(option(data, number, "large" in box.dataset ? 18 : 12));
    chart.on("click", (event) => {
      const link = data.links && data.links[event.dataIndex];
      if (link) window.location.assign(link);
    });
    drawn.set(box, chart);
  };

  const drawAll = (root) => root.querySelectorAll("[data-chart]").forEach(draw);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-chart-switch]");
    if (!button) return;
    const box = document.getElementById(button.dataset.chartSwitch);
    const table = document.getElementById(button.getAttribute("aria-controls"));
    const showTable = table.hidden;
    table.hidden = !showTable;
    box.hidden = showTable;
    button.setAttribute("aria-expanded", String(showTable));
    button.textContent = showTable ? button.dataset.chartLabel : button.dataset.tableLabel;
    draw(box);
  });

  window.addEventListener("resize", () => drawn.forEach((chart, box) => { if (!box.hidden) chart.resize(); }));

  const dispose = (root) => drawn.forEach((chart, box) => {
    if (root.contains(box)) {
      chart.dispose();
      drawn.delete(box);
    }
  });

  document.addEventListener("htmx:beforeCleanupElement", (event) => dispose(event.target));
  document.addEventListener("htmx:load", (event) => drawAll(event.target));
  drawAll(document);
})();
