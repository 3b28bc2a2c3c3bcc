// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/image.h"

#include <QList>

#include <vector>

namespace stepladder::workspace {

namespace {

void visitBelow(const ImageNode &folder, const QByteArray &prefix,
                const std::function<void(const QByteArray &, const ImageNode &)> &visitor)
{
    for (const auto &[name, node] : folder.children) {
        if (node->kind == ImageNode::Kind::Folder)
            visitBelow(*node, prefix + name + '/', visitor);
        else
            visitor(prefix + name, *node);
    }
}

} // namespace

const ImageNode *Image::find(const QByteArray &path) const
{
    const ImageNode *node = &m_root;
    for (const QByteArray &part : path.split('/')) {
        const auto child = node->children.find(part);
        if (child == node->children.end())
            return nullptr;
        node = child->second.get();
    }
    return node;
}

void Image::put(const QByteArray &path, ImageNode node)
{
    ImageNode *folder = &m_root;
    QList<QByteArray> parts = path.split('/');
    const QByteArray name = parts.takeLast();
    for (const QByteArray &part : parts) {
        auto &child = folder->children[part];
        if (!child || child->kind != ImageNode::Kind::Folder)
            child = std::make_unique<ImageNode>();
        folder = child.get();
    }
    node.generation = ++m_generation;
    folder->children[name] = std::make_unique<ImageNode>(std::move(node));
}

void Image::remove(const QByteArray &path)
{
    std::vector<std::pair<ImageNode *, QByteArray>> way;
    ImageNode *folder = &m_root;
    for (const QByteArray &part : path.split('/')) {
        const auto child = folder->children.find(part);
        if (child == folder->children.end())
            return;
        way.emplace_back(folder, part);
        folder = child->second.get();
    }
    for (auto step = way.rbegin(); step != way.rend(); ++step) {
        step->first->children.erase(step->second);
        if (!step->first->children.empty())
            return;
    }
}

void Image::touch(const QByteArray &path, qint64 mtimeNs)
{
    const ImageNode *node = find(path);
    if (!node || node->kind == ImageNode::Kind::Folder)
        return;
    put(path,
        {.kind = node->kind, .mode = node->mode, .mtimeNs = mtimeNs, .output = node->output, .target = node->target});
}

void Image::visit(const std::function<void(const QByteArray &, const ImageNode &)> &visitor) const
{
    visitBelow(m_root, {}, visitor);
}

} // namespace stepladder::workspace
