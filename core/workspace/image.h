// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <functional>
#include <map>
#include <memory>

namespace stepladder::workspace {

/// One name in the base image.
struct ImageNode
{
    enum class Kind { Folder, File, Link };

    Kind kind = Kind::Folder;
    uint mode = 0755; ///< permission bits
    qint64 mtimeNs = 0;
    bool output = false; ///< made by a build: its bytes lie in the outputs folder, not in the stage's tree
    QByteArray target = {}; ///< of a link
    /// Names this path with this content, never used again: what a scratch holds of it is known by this number.
    quint64 generation = 0;
    std::map<QByteArray, std::unique_ptr<ImageNode>> children = {};
};

/// What a fresh scratch looks like: the stage's files and, over them, build outputs that were kept.
class Image
{
public:
    const ImageNode &root() const { return m_root; }
    const ImageNode *find(const QByteArray &path) const;
    /// Puts a file or link at \p path, under a new generation; folders on the way are made.
    void put(const QByteArray &path, ImageNode node);
    /// Takes it away with the folders that become empty.
    void remove(const QByteArray &path);
    /// A new mtime is a new generation.
    void touch(const QByteArray &path, qint64 mtimeNs);
    /// Every file and link.
    void visit(const std::function<void(const QByteArray &path, const ImageNode &node)> &visitor) const;

private:
    ImageNode m_root;
    quint64 m_generation = 0;
};

} // namespace stepladder::workspace
