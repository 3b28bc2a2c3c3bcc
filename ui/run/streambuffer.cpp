// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/streambuffer.h"

#include <algorithm>

namespace stepladder::ui {

void StreamBuffer::append(const QString &step, int attempt, const QString &model, const QString &delta)
{
    const std::lock_guard lock(m_mutex);
    ++m_turn;
    auto it = std::find_if(m_texts.begin(), m_texts.end(), [&](const LiveText &live) {
        return live.step == step && live.attempt == attempt && live.model == model;
    });
    if (it == m_texts.end()) {
        if (m_texts.size() == kTexts)
            m_texts.erase(std::min_element(m_texts.begin(), m_texts.end(),
                                           [](const LiveText &a, const LiveText &b) { return a.turn < b.turn; }));
        m_texts.append({.step = step, .attempt = attempt, .model = model});
        it = std::prev(m_texts.end());
    }
    it->text += delta;
    it->characters += delta.size();
    it->turn = m_turn;
    // Cut by halves, so that a long text is moved seldom.
    if (it->text.size() > 2 * kKept)
        it->text.remove(0, it->text.size() - kKept);
}

void StreamBuffer::finish(const QString &step, int attempt, const QString &model)
{
    const std::lock_guard lock(m_mutex);
    const auto removed = m_texts.removeIf([&](const LiveText &live) {
        return live.step == step && live.attempt == attempt && (model.isEmpty() || live.model == model);
    });
    if (removed > 0)
        ++m_turn;
}

void StreamBuffer::clear()
{
    const std::lock_guard lock(m_mutex);
    if (!m_texts.isEmpty())
        ++m_turn;
    m_texts.clear();
}

QList<LiveText> StreamBuffer::changedSince(qint64 turn, qint64 *now) const
{
    const std::lock_guard lock(m_mutex);
    *now = m_turn;
    QList<LiveText> changed;
    if (m_turn == turn)
        return changed;
    std::copy_if(m_texts.begin(), m_texts.end(), std::back_inserter(changed),
                 [turn](const LiveText &live) { return live.turn > turn; });
    return changed;
}

QList<LiveText> StreamBuffer::all() const
{
    const std::lock_guard lock(m_mutex);
    return m_texts;
}

} // namespace stepladder::ui
